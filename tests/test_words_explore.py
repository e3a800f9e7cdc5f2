import re, pytest
from django.urls import reverse
from django.test import Client
from tests.strangers.world import build, World
from tests.strangers.table import ROWS
from tests.strangers.walk import visitor
from tests.strangers.world import PERSONAS
HAN=re.compile(r"[\u3400-\u9fff][\u3000-\u9fff\uff00-\uffef]*")
@pytest.mark.django_db
def test_x(settings,tmp_path):
    settings.FILES_DIR, settings.DEMO = tmp_path, True
    w=build(); t=w.targets["street"]; out={}
    for who in ("","worker","clerk","officer","lawyer","administrator","auditor","counsel"):
        for name,row in [(n,r) for n,r in ROWS.items() if not n.startswith("law:")]:
            try: url=reverse(name,kwargs=row.kwargs(t))
            except Exception as e: print('ERR',name,e); continue
            for ask in ("get",):
                c=visitor(w,{p.name:p for p in PERSONAS}[who or "anonymous"]); c.cookies["language"]="en"
                pass
                try: r=getattr(c,ask)(url)
                except Exception as e: print('EXC',name,who,repr(e)[:100]); continue
                if r.status_code!=200 or 'text/html' not in r.get('Content-Type',''): continue
                text=re.sub(r"(?s)<script.*?</script>"," ",r.content.decode())
                for m in HAN.findall(text): out.setdefault(m,set()).add(name)
    for k,v in sorted(out.items(), key=lambda p:sorted(p[1])): print(k[:90],'|',sorted(v)[:4])
