"""The words that say nothing of an event, by language. Not a grammar: only words too common to tell two stories apart."""

from typing import Final

from wirefeed.text.listing import listed

ENGLISH: Final = """
a about above according across after again against ago all almost along already also although always am among an and another any anyone
anything are around as ask asked at away back be became because become been before began behind being below between both but by came can
cannot come could day days did do does doing don done down during each early earlier either else end even ever every few first five for
former four found from further gave get given go going gone good got great had has have having he her here hers herself him himself his how
however i if in including indeed instead into is isn it its itself just keep kept know known last late later least left less let like likely
little ll long made mainly make makes making man many may me mean might mr mrs ms more morning most much must my myself near nearly need
never new next night no nor not nothing now of off often old on once one only or other others our ours out over own part people per perhaps
place put quite rather re really said same saw say saying says second see seem seemed seen several shall she should since so some someone
something soon still such t take taken tell than that the their them themselves then there therefore these they thing things think this
those though thought three through time times to today together told tomorrow tonight too took toward towards trying two under unless until
up upon us use used using ve very via want wanted was way we week weeks well went were what whatever when where whether which while who
whole whom whose why will with within without would year years yes yesterday yet you your yours
monday tuesday wednesday thursday friday saturday sunday
january february march april june july august september october november december
"""

RUSSIAN: Final = """
а без более больше будет будто буду будут бы был была были было быть в вам вас вдруг ведь весь вместе во вот впрочем время все всегда всего
всей всем всех всё вы где года году год да даже два две для до другие другой его ее её ей ему если есть еще ещё ж же за зачем здесь и из или
им именно их к как какая какой когда конечно которая которого которой котором которому которую которые который которых кто куда ли лишь
лучше между меня мне много может можно мой моя мы на над надо наконец нас наш не него нее неё ней некоторые нельзя нет ни нибудь никогда ним
них ничего но ну о об один однако он она они оно опять от отметил отметила очень перед по под подчеркнул пока после потом потому почти при
про раз разве с сам свой своего своей своем свою свои себе себя сегодня сейчас сказал сказала словам со сообщает сообщил сообщила
сообщили совсем так такой также там тебя тем теперь то того тоже той только том тот три тут ты у уж уже хоть хотя чего чей чем через что
чтоб чтобы чуть эти это этого этой этом этот эту я
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
понедельник вторник среду четверг пятницу субботу воскресенье
"""

FRENCH: Final = """
a à afin ai ainsi alors après assez au aucun aucune aujourd auquel aussi autre autres aux avaient avait avant avec avoir ayant b c ce ceci
cela celle celles celui cependant ces cet cette ceux chaque chez ci comme comment contre d dans de depuis dernier dernière des dès desquels
deux devant dit doit donc dont du elle elles en encore enfin entre es est et étaient était étant été être eu eux fait faire fois font hier
hui ici il ils j jamais je jeudi jour jours jusqu jusque l la là le lequel les lesquels leur leurs lors lorsque lui lundi m ma mais malgré
mardi me même mêmes mercredi mes moi moins mois mon n ne ni non nos notamment notre nous nouveau nouvelle on ont or ou où par parce parmi
pas pendant peu peut plus plusieurs plutôt pour pourquoi premier première près puis qu quand que quel quelle quelles quelque quels qui
quoi s sa samedi sans se selon sera seront ses si soi soit son sont sous sur t ta te tel telle tels temps tes toi ton toujours tous tout
toute toutes très trois trop tu un une va vendredi vers voici voilà vos votre vous y dimanche an ans année années
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
"""

HEBREW: Final = """
את של על עם לא כי אם או גם זה זאת זו הוא היא הם הן אני אנחנו אתה אתם כל אשר יותר אך אבל רק כך כמו כדי בין לפני אחרי מאז עד היה היתה הייתה
היו יהיה תהיה להיות יש אין מה מי איך למה כאשר שבו שבה שהוא שהיא אמר אמרה אמרו לדברי לדבריו היום אתמול מחר השנה בשנה שנים יום ימים לאחר
במהלך בתוך תוך אל מן זהו אותו אותה אותם להם לו לה לי לנו שלו שלה שלהם שלנו שלי כבר עוד מאוד אלה אלו בו בה בהם כן לכן אולם ואולם כמה
אחד אחת שני שתי שלוש ראשון שני שלישי רביעי חמישי שישי שבת
"""

ARABIC: Final = """
في من على إلى الى عن مع أن ان إن هذا هذه ذلك تلك التي الذي الذين اللذين كان كانت كانوا يكون تكون قد لقد لا ما لم لن ليس ليست هو هي هم هن
نحن أنا انا أنت كل بعض غير بعد قبل منذ حتى بين حيث كما أو او ثم أي اي إذا اذا لكن ولكن بل عند عندما خلال حول دون ضد عبر أكثر اكثر أقل
اليوم أمس امس غدا يوم أيام عام سنة شهر قال قالت وقال وقالت وأضاف واضاف وأضافت أضاف أكد وأكد أوضح وأوضح فيه فيها منه منها عليه عليها به
بها له لها لهم إليه إليها وهو وهي وفي ومن وعلى وقد وكان وكانت وأن وان وإن ولا ولم وذلك هناك هنا أيضا ايضا فقط جدا نحو لدى أمام بسبب
الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت
"""

VIETNAMESE: Final = """
và của là có các được trong cho không một những với này đã khi người để từ đến ra vào ở về cũng như theo trên tại nhiều sẽ bị phải còn nhưng
ông bà anh chị đó nên thì mà vì sau trước hơn rất lại đang năm ngày tháng giờ nay do hai ba bốn việc cùng hay nếu chỉ qua mới bằng thể
biết nói cả tới lên xuống đi làm rằng đây kia ấy nào gì ai sự con cái chiếc cuộc vẫn rồi đều từng mỗi hoặc giữa ngoài thêm nữa lúc hôm
sáng chiều tối đầu cuối tuần thứ đồng số lần trở
"""


STOP_WORDS: Final = {
    "en": listed(ENGLISH),
    "ru": listed(RUSSIAN),
    "fr": listed(FRENCH),
    "he": listed(HEBREW),
    "ar": listed(ARABIC),
    "vi": listed(VIETNAMESE),
}
