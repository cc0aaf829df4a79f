"""What people do with promises: one module per verb; the only place that decides and writes."""
