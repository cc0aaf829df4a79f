"""Pages of the news that people get; the shell around them is the portal's."""
