# Instances with and without slots
import sys
class RegularClass:
    def __init__(self, x, y):
        self.x = x
        self.y = y
class SlottedClass:
    __slots__ = ['x', 'y']
    def __init__(self, x, y):
        self.x = x
        self.y = y
regular_obj = RegularClass(1, 2)
slotted_obj = SlottedClass(1, 2)
print(f"Regular object size: {sys.getsizeof(regular_obj)} bytes")
print(f"Slotted object size: {sys.getsizeof(slotted_obj)} bytes")
regular_list = [RegularClass(i, i) for i in range(100000)]
slotted_list = [SlottedClass(i, i) for i in range(100000)]
print(f"Memory for 100000 regular objects: {sum(sys.getsizeof(obj) for obj in regular_list) / (1024 * 1024):.2f} MB")
print(f"Memory for 100000 slotted objects: {sum(sys.getsizeof(obj) for obj in slotted_list) / (1024 * 1024):.2f} MB")
