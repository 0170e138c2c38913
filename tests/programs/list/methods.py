l = [3, 1, 2, 3]
print(l.count(3), l.index(3), l.index(3, 1), l.index(3, -1), 2 in l, 9 in l)
l.insert(-1, 'x'); print(l)
l.insert(100, 'y'); print(l)
l.insert(-100, 'z'); print(l)
print(l.pop(), l.pop(0), l.pop(-2), l)
l.reverse(); print(l)
l.remove(3); print(l)
print(l.copy() == l, l.copy() is l, l.clear(), l)
for f in (lambda: [].pop(), lambda: [1].pop(5), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1].index(1, 1),
          lambda: [1].index(1, 'a'), lambda: [1].insert('a', 2), lambda: [1] + (2,), lambda: [1] * 'a', lambda: [1] < (1,),
          lambda: hash([]), lambda: [].append(), lambda: [].append(1, 2), lambda: list(1), lambda: list(1, 2),
          lambda: list(x=1), lambda: [].extend(3), lambda: [].sort(1), lambda: [].sort(k=1), lambda: [1, 'a'].sort(),
          lambda: [].index(), lambda: [1] * (1 << 62), lambda: [1].__imul__(1 << 62)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print([1, 2] + [3], [1, 2] * 2, 2 * [1, 2], [1] * -1, [] * 5, [0] * 3)
print([1, 2] < [1, 3], [1, 2] < [1, 2, 0], [2] > [1, 9], [1] == [1.0], [1] != [1], [] <= [], [1] >= [2])
a = [1]; a.append(a); print(a, a == a)
class C:
    def __eq__(self, o): print('eq'); return True
print([C()] == [1], [1].count(C()), C() in [1], [1].index(C()))
class L(list): pass
x = L('ab'); x.y = 1
print(x, x[1:], type(x[1:]), x + [1], type(x.copy()), x.__dict__, L([1]) == [1], repr(L()))
b = [1, 2]; c = b; b += (3, 4); print(c is b, c)
b *= 2; print(c is b, c)
b *= 0; print(c)
print(list[int], list('abc'), list({1: 2}), list({3}), list({1: 2}.items()), list(b'ab'))
l = []; l.extend(l); l.extend([1]); l.extend(l); l.extend({5: 6}.values()); l.extend(x for x in 'ab'); print(l)
print([1, 2, 3].__sizeof__(), [].__sizeof__(), L().__sizeof__())
print(list.__doc__, list.append.__doc__, [].sort.__doc__, sep='\n')
print([x for x in dir(list) if not x.startswith('__')])
print(list.append, [].append.__name__, list.append.__qualname__, list.append.__objclass__, list.sort.__text_signature__)
