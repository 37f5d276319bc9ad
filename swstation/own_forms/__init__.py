"""A county's own forms: xlsx and docx files whose places are named, filled from the registers."""
