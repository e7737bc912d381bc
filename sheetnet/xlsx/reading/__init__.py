"""File → what it holds: checked before anything in it is believed."""
