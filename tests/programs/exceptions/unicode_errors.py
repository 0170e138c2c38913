# the three Unicode errors
def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, '|', e, '|', e.args)
t(lambda: 'é€😀'.encode('ascii'))
t(lambda: '€'.encode('latin-1'))
t(lambda: 'a\ud800b'.encode())
t(lambda: b'ab\xff'.decode())
t(lambda: b'\xe2\x82'.decode())
t(lambda: b'\xff\xfe'.decode('ascii'))
t(lambda: b'\xc3('.decode('utf-8'))
e = UnicodeDecodeError('enc', b'abc', 1, 2, 'why')
print(e, e.encoding, e.object, e.start, e.end, e.reason)
e.end = 3
print(e)
e = UnicodeEncodeError('enc', 'a\u20acb', 1, 2, 'why')
print(e)
e.start, e.end = 0, 3
print(e)
print(UnicodeEncodeError('enc', 'a\U0001f600', 1, 2, 'why'), UnicodeEncodeError('enc', '\xe9', 0, 1, 'why'))
print(UnicodeTranslateError('a\u20ac', 1, 2, 'why'), UnicodeTranslateError('abc', 0, 3, 'why'))
t(lambda: UnicodeDecodeError('enc', b'abc'))
t(lambda: UnicodeTranslateError('x', 1, 2))
print(repr('é\ud800'.encode('utf-8', 'surrogatepass')), 'é'.encode('ascii', 'backslashreplace'), 'é'.encode('ascii', 'xmlcharrefreplace'), b'\xff'.decode('ascii', 'replace'), b'\xff'.decode('utf-8', 'surrogateescape').encode('utf-8', 'surrogateescape'))
