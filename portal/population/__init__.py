"""A population of any size: incidents cast from those that stand, many times over, by COPY.

The moulds are incidents that the house's own use cases wrote, so that every copy has the lines,
clocks and legs that real work leaves behind, whatever the house learns to write later.
"""
