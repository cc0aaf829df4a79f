"""Tests of what statements say on paper and on their pages."""
