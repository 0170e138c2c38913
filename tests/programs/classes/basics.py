# A class statement: namespace, attributes, methods, repr, type().
class Point:
    """A point."""
    count = 0

    def __init__(self, x, y=2):
        self.x = x
        self.y = y
        Point.count += 1

    def total(self):
        return self.x + self.y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


p = Point(1)
q = Point(3, 4)
print(p, q, p.total(), q.total(), Point.count)
print(Point.__name__, Point.__qualname__, Point.__module__, Point.__doc__)
print(type(p) is Point, isinstance(p, Point), issubclass(Point, object))
print(Point.__bases__, Point.__mro__, Point.__base__)
print(p.__dict__, q.__dict__)
print(list(Point.__dict__))
print(Point, Point.total)
p.z = 9
print(p.__dict__, hasattr(p, "z"), hasattr(q, "z"))
del p.x
print(p.__dict__, getattr(p, "x", "gone"))
Point.total = lambda self: 42
print(q.total())
print(Point.__firstlineno__, Point.__static_attributes__)
