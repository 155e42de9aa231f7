"""The HTML side of the kernel: base views, forms, lists, navigation, search. Knows no app; apps bring content."""
