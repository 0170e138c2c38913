# Counting references
import sys
my_list = [1, 2, 3]
print(sys.getrefcount(my_list) - 1)
another_ref = my_list
print(sys.getrefcount(my_list) - 1)
del another_ref
print(sys.getrefcount(my_list) - 1)
