"""What catalogues and search engines read of a pack, each made of its data package alone."""
