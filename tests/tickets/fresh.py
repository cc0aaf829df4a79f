"""Reports that were written after training and never learned from."""

import json
from pathlib import Path

FRESH = [
    json.loads(line)
    for line in (Path(__file__).parent / "fresh_reports.jsonl").read_text("utf-8").split("\n")
    if line
]
