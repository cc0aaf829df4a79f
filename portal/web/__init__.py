"""Pages for people, and what stands before every page: request id, language, time zone."""
