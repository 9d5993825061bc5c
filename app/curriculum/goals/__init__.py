"""Goals of the national curriculum (kerndoelen): read from the agency's own files, compared, and kept.

Numbers collide between frameworks and sectors, so a goal is known by (framework, uuid). The product ships ids, numbers
and short labels of its own (lessons/_vocabulary.yml); the official words come from the file a coordinator loads.
"""
