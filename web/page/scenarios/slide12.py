# List, tuple, array, set
import sys
from array import array
list_ints = list(range(1000000))
tuple_ints = tuple(range(1000000))
array_ints = array('i', range(1000000))
set_ints = set(range(1000000))
print(f"List size: {sys.getsizeof(list_ints) / (1024 * 1024):.2f} MB")
print(f"Tuple size: {sys.getsizeof(tuple_ints) / (1024 * 1024):.2f} MB")
print(f"Array size: {sys.getsizeof(array_ints) / (1024 * 1024):.2f} MB")
print(f"Set size: {sys.getsizeof(set_ints) / (1024 * 1024):.2f} MB")
