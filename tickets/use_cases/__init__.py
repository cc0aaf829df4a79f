"""What people do with incidents: one module per verb; the only place that decides and writes."""
