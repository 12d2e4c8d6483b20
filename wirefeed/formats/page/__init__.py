"""What an article page says: its tree, its structured data, its blocks and its pictures. ``formats.article`` puts them together."""
