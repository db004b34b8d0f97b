import { chromium } from "playwright-core";
import http from "node:http";
const b = await chromium.launch({headless:true, executablePath:"/usr/bin/chromium", args:["--no-sandbox"]});
const S = globalThis.S = { b, log:[] };
S.newCtx = async (locale) => { const c = await b.newContext({viewport:{width:390,height:844},isMobile:true,hasTouch:true,locale,deviceScaleFactor:1.5,acceptDownloads:true});
  c.setDefaultTimeout(12000);
  c.on("page", p => { p.on("console", m => { if (["error","warning"].includes(m.type())) S.log.push(m.type()+": "+m.text().slice(0,300)+" @"+p.url()); }); p.on("pageerror", e => S.log.push("PAGEERR "+e.message.slice(0,300))); p.on("dialog", d => { S.log.push("DIALOG "+d.type()+" "+d.message()); d.accept().catch(()=>{}); }); });
  return c; };
S.shot = async (p, name, full=true) => { await p.screenshot({path:`/tmp/walkA/shots/${name}.png`, fullPage:full}); };
S.txt = async (p) => (p.url()+"\n"+await p.evaluate(()=>document.body.innerText));
// controls list
S.ctl = async (p) => p.evaluate(()=>[...document.querySelectorAll("a,button,input,select,textarea,summary,[role=button]")].filter(e=>e.getClientRects().length).map(e=>`${e.tagName.toLowerCase()}${e.type?":"+e.type:""} "${(e.innerText||e.value||e.getAttribute("aria-label")||e.labels?.[0]?.innerText||"").trim().replace(/\s+/g," ").slice(0,70)}"${e.labels?.[0]?" lbl="+e.labels[0].innerText.replace(/\s+/g," ").slice(0,60):""}${e.disabled?" DISABLED":""}${e.getAttribute("href")?" -> "+e.getAttribute("href"):""}`).join("\n"));
const AF = Object.getPrototypeOf(async function(){}).constructor;
http.createServer((q,r)=>{ let d=""; q.on("data",x=>d+=x); q.on("end", async()=>{ try { const out = await Promise.race([new AF("S", d)(S), new Promise((_,j)=>setTimeout(()=>j(new Error("60s")),60000))]); r.end((typeof out==="string"?out:JSON.stringify(out,null,1)??"ok")+"\n"+(S.log.length?"--LOG\n"+S.log.splice(0).join("\n")+"\n":"")); } catch(e){ r.end("ERR "+e.message+"\n"+(S.log.length?"--LOG\n"+S.log.splice(0).join("\n")+"\n":"")); } }); }).listen(18099,"127.0.0.1");
console.log("ready");
