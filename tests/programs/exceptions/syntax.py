# SyntaxError's fields and str, made by hand and by the compiler
e = SyntaxError('bad', ('dir/file.py', 3, 5, 'the text\n'))
print(e, e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, repr(e), e.args)
e = SyntaxError('bad', ('f.py', 3, 5, 'text', 4, 6))
print(e, e.end_lineno, e.end_offset, e.print_file_and_line)
for args in ((), ('m',), ('m', ('f', None, None, None)), ('m', (None, 2, 1, 'x')), ('m', (1, 2, 3)), ('m', 5), (1, 2, 3), ('m', ('f', 1, 2, 3, 4, 5, 6)), ('m', ('f', 1, 2, 't', 4))):
    try:
        e = SyntaxError(*args)
        print(repr(str(e)), e.msg, e.filename, e.lineno)
    except Exception as err:
        print(type(err).__name__, err)
for source in ('x = = 1', 'def f(:\n pass', 'if 1:\nx', '  x', 'if 1:\n\tx\n        y', 'f(', '"abc', 'a b', 'x = 1 +', 'return 1',
               'break', 'yield 1', 'def f():\n  nonlocal x', '(1)(', 'for', 'class', 'é = "', '1a', '0777', 'a\\ b', 'f"{x"', "f'{a b}'", 'print 1',
               'x +', 'del f()', 'f() = 1', '1 = x', 'import a.b as', 'from . import *', 'lambda: (yield)', 'async def f(): await', 'else: pass',
               '[x for', 'None = 1', 'global x; x', 'def f(a, a): pass', 'f(a=1, a=2)', 'f(**x, *y)', 'with open(x) as 1: pass', 'try: pass'):
    try:
        compile(source, 'name.py', 'exec')
        print('ok', repr(source))
    except SyntaxError as e:
        print(type(e).__name__, '|', e.msg, '|', e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
