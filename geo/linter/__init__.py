"""What is well-formed, and yet cannot be right: the rules, room by room."""
