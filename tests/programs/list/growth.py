# How a list's block grows and shrinks.
import sys
size = sys.getsizeof
l, last = [], -1
for i in range(5000):
    if size(l) != last:
        last = size(l)
        print(i, last, end='; ')
    l.append(i)
print()
steps = []
while l:
    if not steps or steps[-1][1] != size(l):
        steps.append((len(l), size(l)))
    l.pop()
print(steps, size(l))
for k in (0, 1, 2, 3, 4, 5, 8, 9, 15, 16, 17, 100, 1000):
    src = list(range(k))
    print(k, size(src), size(list(tuple(src))), size([*src]), size(list(x for x in src)), size(src[:]), size(src + src),
          size(src * 3), size(list(set(src))), size(list(dict.fromkeys(src))), size(sorted(src)), size(list(map(str, src))),
          size(list(reversed(src))), size([x for x in src]))
a = [1, 2, 3]
a += [4]
print(size(a))
a.extend(range(10))
print(size(a))
a.insert(3, 9)
print(size(a))
a *= 3
print(size(a), len(a))
del a[0]
print(size(a))
del a[5:30]
print(size(a), len(a))
a[2:2] = range(7)
print(size(a), len(a))
a.clear()
print(size(a))
a = list(range(100))
for i in range(95):
    del a[0]
print(size(a), a)
a.pop(0)
print(size(a))
a.remove(97)
print(size(a), a)
a[:] = []
print(size(a), a)
