# Many small objects, one large
import sys
small_objects = [i for i in range(1000)]
total_memory = sum(sys.getsizeof(obj) for obj in small_objects)
print(f"Total memory for 1000 small objects: {total_memory} bytes")
large_object = list(range(1000))
print(f"Memory for one large object: {sys.getsizeof(large_object)} bytes")
