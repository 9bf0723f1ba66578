"""Many reports: build, resume, query, export."""
