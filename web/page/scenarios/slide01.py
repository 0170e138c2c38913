# Two names, one list
a = [1, 2, 3]
b = a
print(id(a), id(b))
del a
print(b)
del b
