"""Text → sections and blocks: numbering, headings, roles, blocks."""
