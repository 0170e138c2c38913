"""What the format mini-language, str.format and % refuse."""
CASES = r"""
format(5,'z')
format(5,'.2d')
format(5,'.2')
format(5,'s')
format(5,'c')
format(10**10,'c')
format(-1,'c')
format(5,'+c')
format(5,'#c')
format(5,',c')
format(5,',x')
format(5,'_n')
format(5,',_')
format(5,'_,')
format(5,'__')
format(5,',,')
format(5,'xx')
format(5,'.')
format(5,'1'*30)
format(5,'日')
format(5,'\x00')
format(True,'d')
format(1.5,'c')
format(1.5,'d')
format(1.5,'x')
format(1.5,'s')
format(1.5,'.99999999999')
format(1e10,'_n')
format('x','+')
format('x',' ')
format('x','=5')
format('x','#')
format('x','z')
format('x','d')
format('x',',')
format('x','05')
format('x','<05')
format('a','.'+'9'*30)
format('a','5.')
format(None,'5')
format([],'d')
format(object,'5')
format(b'x','5')
format(1,2)
format(1)
'%d'%'x'
'%d'%None
'%x'%1.5
'%o'%'8'
'%c'%'ab'
'%c'%-1
'%c'%0x110000
'%c'%1.5
'%y'%1
'%\x01'%1
'%日'%1
'%(a)s'%1
'%(a)s'%'x'
'%(a)s'%{'b':1}
'%'%()
'abc%'%()
'%s'%()
'%s%s'%1
'%s%s'%(1,)
'abc'%1
'abc'%()
'abc'%{}
'abc'%{'a':1}
'abc'%[1]
'abc'%'x'
'%s'%(1,2)
'%*d'%('a',1)
'%.*d'%(1.5,1)
'%(a'%{}
'%(a(b)c)s'%{'a(b)c':1}
'%i'%'3'
'%f'%'3'
'%f'%None
'%99999999999999999999d'%1
'%.99999999999999d'%1
'%(a)s %s'%({'a':1},)
'%(a)d'%{'a':1.9}
'%s'%{'a':1}
'%s %(a)s'%{'a':1}
'%%'%()
'%5%'%()
'%ld %hd %Ld'%(1,2,3)
'{}'.format()
'{0}{}'.format(1,2)
'{}{0}'.format(1,2)
'{'.format()
'}'.format()
'{}}'.format(1)
'{{}}'.format()
'{{{}}}'.format(1)
'{a}'.format()
'{a}'.format(b=1)
'{0.x}'.format(1)
'{0[}'.format(1)
'{0]}'.format(1)
'{0[]}'.format([1])
'{0[a}'.format({})
'{0!}'.format(1)
'{0!'.format(1)
'{0!x}'.format(1)
'{0!rx}'.format(1)
'{0!r:'.format(1)
'{0:'.format(1)
'{0:{'.format(1)
'{!r:>{}}'.format('a',5)
'{:{:{}}}'.format(1,2,3)
'{0.}'.format(1)
'{0[a]x}'.format({'a':1})
'{99999999999999999999}'.format(1)
'{0[99999999999999999999]}'.format([1])
'{a{b}}'.format(a=1)
'{:{}}'.format(1)
'{0[0][1]} {0[1].real}'.format([[1,2],3])
'{0[a b]} {0[-1]}'.format({'a b':1,'-1':2})
'{-1}'.format(1)
'{ 0}'.format(1)
'{a.b.c}'.format(a=1)
'{:d}'.format('x')
'{:5}'.format(None)
'{0}'.format_map({'0':1})
'{a}'.format_map({'a':5})
'{a}'.format_map(5)
'{}'.format_map({})
"""

for source in CASES.strip().splitlines():
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "->", type(error).__name__ + ":", error)
