"""The page on which a person chooses what to be told of outside the portal, and when not."""
