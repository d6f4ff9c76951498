"""The specification of supportsim, as tests."""
