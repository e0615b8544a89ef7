"""What is well-formed, and yet cannot be right."""
