"""REST for programs: what a person is told of outside the portal, and whom news did not reach."""
