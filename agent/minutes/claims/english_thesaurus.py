"""English words that may stand for each other in minutes; a word may be in several groups."""

from agent.minutes.claims.claim_lexicon import groups

THESAURUS = groups(
    """
    conflict,collide,clash,contradict; help,useful,helpful; almost,nearly,practically,virtually;
    think,believe,suspect,assume,suppose,guess,reckon,suggest,consider,feel,estimate;
    doubt,sceptical,skeptical,unconvinced,unsure,hesitant; worry,concern,fear,afraid,worried,concerned;
    say,state,tell,mention,report,note,remark,explain,announce,inform,claim; complain,complaint,moan;
    want,wish,like,love,hope,desire,keen; plan,intend,aim,intention; try,attempt,effort;
    idea,suggestion,proposal,suggest,propose; opinion,view,thought; advice,advise,recommend,tip;
    ask,request,query,question; answer,reply,respond,response; discuss,talk,debate,conversation,discussion;
    refuse,reject,decline,dismiss,oppose,against,object,disagree,no;
    accept,approve,agree,adopt,endorse,support, favour,favor,favourable,back;
    promise,commit,pledge,guarantee,assure,undertake; warn,caution,alert;
    confirm,verify,validate,ensure,assure; deny,dispute; decide,choose,settle,determine,resolve;
    write,draft,compose,author,prepare,note,document; read,review,study;
    corridor,hallway; basement,cellar; flat,apartment; chef,cook; hot,warm;
    letter,mail,email,writing,message,note;
    send,mail,email,forward,submit,pass,share,circulate,distribute,write; receive,get,obtain,collect;
    call,phone,ring,telephone,contact; contact,reach,approach,write,call;
    inform,notify,tell,let,know,update; fix,repair,mend,solve,resolve,correct,patch;
    break,fail,failure,crash,broken,fault,malfunction,down; damage,harm,wear; leak,drip;
    problem,issue,trouble,difficulty,bug,defect; error,mistake,fault,wrong; buy,purchase,order,acquire,get;
    sell,sale,sold; cost,price,charge,fee,expense,expensive; pay,spend,cover,fund,finance,bear;
    money,cash,fund,funds,budget,income,financing; cheap,affordable,inexpensive,low;
    expensive,costly,dear,pricey,dearer; free,gratis; rent,lease,hire,renting; loan,lend,borrow;
    reduce,cut,lower,decrease,drop,fall,decline,shrink,less,down,save;
    increase,rise,grow,raise,climb,more,up,higher; late,delay,delayed,overdue,behind;
    postpone,delay,defer,move,later,leave,push,shift,wait; early,earlier,soon,sooner;
    quick,fast,rapid,rapidly,swift,speedy,quickly,speed; slow,slowly,sluggish;
    long,longer,lengthy,length,time; begin,start,launch,commence,kick,open;
    end,finish,complete,conclude,close,stop,expire,over,done; go,live,launch,introduce;
    continue,carry,proceed,keep,stay,remain,still,maintain; stop,halt,cease,quit,discontinue;
    last,run,take,continue; return,come,back; arrive,come,reach,delivery,deliver,bring;
    leave,depart,go,exit; visit,come,trip,tour; send,dispatch,ship,deliver; bring,carry,take,fetch;
    put,place,set,install,mount; add,include,insert,append,incorporate;
    remove,delete,drop,eliminate,cut,strip; replace,swap,exchange,substitute,switch,change;
    change,alter,modify,adapt,adjust,edit,update,revise; move,shift,transfer,migrate,migration,relocate;
    keep,retain,preserve,maintain,hold,stick,stay; use,employ,apply,utilise,utilize,usage;
    create,make,build,produce,generate,develop,write,construct,set; design,draw,plan;
    show,present,display,demonstrate,presentation; find,discover,locate,see,identify,spot;
    search,look,seek; check,inspect,examine,verify,test,review,look,investigate,investigation;
    examine,analyse,analyze,study,investigate; measure,gauge,assess,evaluate,evaluation,assessment;
    watch,observe,monitor,see,view; compare,comparison; test,trial,try,experiment; prove,show,demonstrate;
    explain,clarify,describe,outline; learn,teach,train,training,lesson;
    know,aware,knowledge,understand,realise,realize; understand,clear,see,grasp; remember,recall,remind;
    forget,overlook,omit; miss,lack,absent,missing,lacking,short,shortage,without;
    need,require,necessary,must,essential,requirement,demand;
    important,essential,vital,crucial,key,critical,significant,main,relevant;
    possible,can,able,feasible,capable; allow,permit,let,enable,authorise,authorize;
    forbid,ban,prohibit,bar; prevent,avoid,stop,block; help,assist,support,aid,helper,volunteer;
    helper,assistant,volunteer,hand; provide,supply,give,offer,deliver;
    join,attend,participate,take,present,come; invite,invitation;
    organise,organize,arrange,schedule,plan,coordinate; book,reserve,booking,reservation;
    hire,recruit,employ,appoint,advertise; staff,employee,personnel,worker,people,crew,team;
    boss,manager,head,lead,chief,director; lead,run,head,chair,manage,drive; own,belong,possess,owner,have;
    responsible,responsibility,duty,charge,obligation,task; task,job,work,duty;
    handle,manage,deal,cope,take,care; big,large,great,huge,major,bigger,larger;
    small,little,tiny,minor,smaller; many,lot,lots,much,several,numerous,plenty; few,hardly,little;
    enough,sufficient,adequate; nearly,almost,about,roughly,approximately,around;
    mainly,mostly,chiefly,primarily,largely,main,biggest; often,frequently,lot,frequent,regularly;
    always,constantly; rarely,seldom,hardly,never; again,once,anew,repeat; only,just,solely,merely,alone;
    common,popular,widespread,usual,frequent; rare,unusual,uncommon;
    normal,usual,ordinary,standard,regular; special,particular,specific,specially;
    new,fresh,additional,another,other,latest; additional,more,extra,further,another,other,added;
    old,former,previous,existing,aged,elderly,older; current,present,existing,today,now;
    next,following,coming,upcoming,subsequent; previous,last,earlier,former,prior,past;
    final,last,ultimate; first,initial,initially,original; temporary,interim,provisional;
    permanent,lasting; daily,day; weekly,week; quarterly,quarter; yearly,annual,year;
    good,fine,great,well,nice,positive,ok,okay,success,successful;
    bad,poor,badly,poorly,terrible,awful,negative; better,improve,improvement,enhance;
    worse,deteriorate,worsen; easy,simple,straightforward,easily,simpler,easier;
    hard,difficult,tough,tricky,complicated,complex,challenge,challenging; safe,secure,security,safety;
    danger,risk,hazard,dangerous,risky,unsafe,jeopardise,endanger,threat; sure,certain,confident,convinced;
    right,correct,true,accurate; wrong,incorrect,false,inaccurate; clear,obvious,plain,evident;
    confusing,unclear,confused,complicated; same,identical,equal,alike,similar;
    different,differ,distinct,vary,difference,unlike; close,near,nearby;
    happy,glad,pleased,satisfied,content,delighted;
    unhappy,dissatisfied,annoyed,upset,frustrated,frustration; funny,amusing; ugly,unattractive,hideous;
    pretty,attractive,beautiful,nice,fancy,stylish,trendy,fashionable,sleek;
    interest,interested,interesting,care; strange,odd,weird; busy,occupied;
    available,free,ready,exist,access; ready,prepared,done,finished,set; empty,vacant,unoccupied,vacancy;
    full,complete; part,section,portion,piece,component,share; whole,entire,all,total,complete;
    group,team,committee,band; everyone,everybody,all; someone,somebody;
    person,people,individual,man,woman,user,somebody; child,kid,children,pupil; pupil,student,learner;
    parent,mother,father; customer,client,user,consumer,buyer,patron; visitor,guest,attendee,participant;
    member,participant; citizen,resident,inhabitant; tenant,renter; supplier,vendor,provider,seller;
    maker,manufacturer,producer,people; company,firm,business,corporate,enterprise; shop,store,outlet;
    building,house,premises; room,space,hall,place; house,home; street,road;
    place,location,site,spot,venue,where; area,region,zone,district; city,town; country,nation,national;
    world,global,globally,worldwide; government,authority,administration; council,board,committee;
    school,college; doctor,physician,gp; patient,patients; nurse,carer;
    appointment,slot,meeting,visit,date; illness,disease,sick,ill; car,vehicle,van,truck; lorry,truck;
    bike,bicycle,cycle; train,rail,railway; plane,flight,aircraft; journey,trip,travel,tour,ride;
    food,meal,lunch,dinner; drink,beverage; music,song; picture,photo,image,photograph; film,movie,video;
    video,recorder; book,volume; document,paper,file,text,report; text,wording,words,language;
    paragraph,section,passage; list,register,catalogue; table,chart; page,site,website,web;
    blog,post,article; news,update,announcement; minutes,notes,record,summary,protocol,summarise,summarize;
    agenda,programme,program,schedule; record,log,recording; deadline,due,date,term; date,day,time;
    time,period,duration,hour; moment,minute,while; period,phase,stage,term; spring,easter;
    schedule,timetable,timeline; contract,agreement,deal,treaty; law,rule,regulation,legislation,act;
    rule,policy,guideline,norm; right,permission,licence,license,permit; sign,signature,signing;
    vote,ballot,poll,election,elect; election,elect; survey,poll,questionnaire,study;
    result,outcome,finding,findings,conclusion,effect; effect,impact,influence,affect;
    reason,cause,why,because; purpose,goal,aim,target,objective,point;
    method,approach,way,technique,procedure,process; way,manner,how; example,instance,like,such;
    option,choice,alternative,possibility; alternative,instead,fallback,backup;
    chance,opportunity,possibility; condition,requirement,provided; limit,threshold,cap,maximum,bound;
    number,amount,figure,quantity,count,many; size,big,large,dimension; level,degree,extent;
    rate,share,percentage,proportion,percent; majority,most; speed,performance,fast; quality,standard;
    version,release,edition; release,publish,publication,issue,ship;
    feature,function,functionality,capability; function,purpose,use; software,program,application,app;
    app,application; computer,machine,pc,laptop; machine,device,equipment,appliance; server,host;
    database,db; network,internet,web,online; screen,display,monitor; button,key;
    phone,mobile,telephone,smartphone; television,tv,telly; remote,control; speech,voice;
    recognition,recognise,recognize; colour,color; slogan,motto; tool,instrument,utility; battery,power;
    power,energy,electricity; heat,heating,warm; light,lamp,lighting; water,juice; fire,smoke;
    noise,loud,sound; code,program,source; repository,repo; merge,integrate,combine; branch,fork;
    bug,defect; pull,pr; issue,ticket; implement,implementation,build,implementor;
    spec,specification,standard; compile,compiler,build; loop,infinite,infinitely,endless,forever;
    message,warning,notice; warning,warn; error,exception; syntax,grammar; parse,parser; move,motion;
    decision,resolve,resolution,decide,conclude; meeting,session,call,conference;
    topic,subject,theme,matter,issue,question; point,item; comment,remark,note,feedback;
    attention,focus,concentrate,target,aim; care,attention; interest,concern; influence,power,authority;
    control,operate,manage,command,steer; operate,work,run,function; turn,switch,put; shut,close,off;
    open,opening; lock,close; connect,link,join,attach; separate,divide,split,distinct; mix,combine,blend;
    cover,include,protect; insurance,insure,cover,warranty; hide,conceal,tuck,cover; show,reveal;
    lose,loss,lost,mislay; win,gain; save,rescue,keep; protect,guard,shield; attack,assault;
    fight,struggle; kill,murder; die,death,dead; live,alive,exist,life; grow,cultivate;
    harvest,crop,pick,picking; clean,wash,tidy; cook,bake; eat,consume; sleep,rest; walk,hike; drive,ride;
    travel,journey; carry,transport,haul; pull,drag; push,press; happen,occur,take,arise,come;
    seem,appear,look,apparently; become,get,turn; cause,lead,result,trigger,make; depend,rely,hinge;
    mean,imply,signify; represent,constitute,be,form; consist,comprise,contain,include; hurry,rush,haste;
    wait,await,hold; stay,remain,stick,keep; abandon,scrap,drop,give,write,leave,cancel;
    cancel,scrap,abandon,call; ignore,disregard,neglect,overlook; shift,swing;
    encourage,urge,promote,motivate; discourage,deter; praise,commend,welcome,thank;
    criticise,criticize,criticism,complain; blame,fault; apologise,apologize,sorry,regret;
    thank,grateful,gratitude; introduce,launch,bring,live,roll; raise,lift,bring; form,shape,create;
    mark,label,tag; name,call,title,naming; count,number,reckon; calculate,compute,reckon;
    guess,estimate,approximate; split,share,divide; distribute,share,allocate,hand; assign,allocate,give;
    exchange,swap,trade; publish,release,post,issue,announce; advertise,promote,market,advertising;
    market,sell,marketing; shopkeeper,merchant; competition,rival,competitor; profit,earnings,gain;
    loss,deficit; income,revenue,earnings,turnover,sales; tax,duty; debt,loan; salary,wage,pay;
    grant,funding,fund,subsidy; attribute,owe,due,because,credit; thanks,due,because;
    independent,separate,autonomous; consistent,stable,steady,predictable; flexible,adaptable;
    strict,strictly,tight,stringent; detailed,detail,thorough; trust,confidence; honest,frank;
    fair,just,equal; equal,parity; general,universal,generic,overall,broad; specific,particular,concrete;
    main,primary,principal,chief,central; optional,voluntary,choice;
    compulsory,mandatory,obligatory,required; slightly,bit,little,somewhat;
    very,really,extremely,highly,enormously; completely,fully,totally,entirely,absolutely;
    exactly,precisely; rather,quite,fairly; sometimes,occasionally; already,yet; yet,still; soon,shortly;
    currently,now,presently,moment; afterwards,later,then
    """
)
PHRASES = {
    r"turn(?:ed|s|ing)? down": "reject",
    r"(?:come|comes|came|coming|go|goes|went|gone|give|gave|get|got) back": "return",
    r"call(?:ed|s|ing)? off": "cancel",
    r"put(?:s|ting)? off|push(?:ed|es|ing)? back": "postpone",
    r"carr(?:y|ies|ied|ying) out": "do",
    r"set(?:s|ting)? up": "create",
    r"(?:find|finds|found|finding) out": "discover",
    r"(?:give|gives|gave|giving|given) up on|(?:write|writes|wrote|written) (?:\w+ )?off": "abandon",
    r"(?:bring|brings|brought) forward": "advance",
    r"(?:shut|shuts|shutting) down": "close",
    r"(?:break|breaks|broke|broken|breaking) down": "break",
    r"(?:write|writes|wrote|written|writing) down": "write",
    r"(?:go|goes|went) ahead": "proceed",
    r"sort(?:ed|s|ing)? out": "solve",
    r"look(?:ed|s|ing)? (?:into|at)": "examine",
    r"(?:take|takes|took|taking|taken) place": "happen",
    r"(?:get|gets|got) rid of|(?:take|takes|took|taken) out": "remove",
    r"(?:run|runs|ran|running) out of": "lack",
    r"(?:go|goes|went|going) out": "send",
    r"tim(?:e|es|ed|ing) out": "timeout",
    r"turn(?:s|ed|ing)? out": "become",
    r"fed up": "annoyed",
    r"(?:leave|leaves|left|leaving) out": "exclude",
    r"as soon as": "when",
    r"by post": "by mail",
}
"""Verbs of several words, and one word for each."""
