"""Words and components for templates: plain data in, a little HTML out."""
