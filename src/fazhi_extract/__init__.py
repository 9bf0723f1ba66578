"""fazhi_extract."""
