"""What the policies ask, computed: pure functions over plain data, the day always given as ``as_of``."""
