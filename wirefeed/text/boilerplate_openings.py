"""How boilerplate lines begin, as data: desk notes, credits, captions, navigation, pleas. It decides nothing.

In lower case with straight quotes, by the reason a line is dropped for; the sign in front says how far an opening reaches::

    =  the line is nothing else (marks and figures aside)
    ~  the line begins so and is no sentence: no full stop ends it
    +  the line begins so, whatever follows
"""

from typing import Final

OPENINGS: Final = {
    # desk notes, slugs, end marks
    "desk note": """
= urgent | flash | alert | breaking | breaking news | developing | срочно | молния | (graphic) | (picture) | (photo) | (video)
= (graphic+picture) | (photo+video) | (picture+video) | (with graphic) | ends | end | (end) | (more) | more to come | more to follow
= more follows | -end- | xxx | full script to follow
~ this is a breaking news story, more follows
+ more to come. | this is a breaking news story | this is a developing story | this story is developing | attention - | attention:
""",
    # what may not be done with it, and whose it is
    "rights": """
~ copyright | distributed by
+ no archival use | mandatory credit | restricted to editorial use | to go with afp story | this material may not be published
+ all rights reserved | copyright © | copyright (c) | copyright 20 | copyright 19 | copyright the associated | copyright, 20 | (c)
+ this content was produced by | the views expressed | views expressed | the opinions expressed | opinions expressed
+ our standards: the thomson reuters trust principles
""",
    # who worked on it
    "credit": """
= agencies | (agencies) | agences | agencias | wire reports | wire services | staff reports | from staff reports | from wire reports
= with news wire services | with wire reports | staff writer | staff writers | press release | toi staff | times of israel staff
~ contributing: | information from: | source: | sources: | via: | h/t | hat tip | with files from | with reporting from | reporting by
~ additional reporting | with additional reporting | with inputs from | with agency inputs | writing by | editing by | compiled by
+ with assistance from | (reporting by | (additional reporting by | (writing by | (editing by | (compiled by
+ (report by | (with inputs from | (with agency inputs | (source: | contributing: the associated press
""",
    # pictures
    "caption": """
= photo | photos | picture | pictures | gallery | photo gallery | caption | enlarge | (facebook) | (twitter) | (instagram)
= (getty images) | (reuters) | (afp) | (ap)
~ photo: | photos: | photo/ | photo by | photos by | photo via | photos via | photo courtesy | photos courtesy | photo credit
~ photograph: | photograph by | picture: | pictures: | picture by | image: | images: | image by | images by | image via | images via
~ image courtesy | image credit | video: | video by | video via | video courtesy | illustration: | illustration by | rendering of
~ listing image | featured image | file photo | file image | file picture | representational image | screenshot | screen shot
~ screengrab | courtesy | getty images | shutterstock | ap photo | afp photo | ap/ | afp/ | reuters/ | epa/ | getty/ | handout
+ image copyright | image caption | image source | media caption | media playback | video caption | enlarge this image | toggle caption
+ hide caption | close image | file - in this | file - this | file - | file – in this | file—in this
""",
    # where else to go on the page
    "navigation": """
= advertisement | advertisements | ad | anzeige | anzeige: | publicidad | publicité | werbung | реклама | related | related stories
= related articles | related coverage | related news | related content | related topics | related links | related posts | see also
= see all related | more on this story | more on this topic | more stories | more news | more info | more information | most read
= most popular | trending | trending now | recommended | recommended for you | sponsored | promoted | top stories | latest news
= live updates | editor's picks | editors' picks | comments | comment | share | tweet | email | print | print this article | twitter
= facebook | instagram | youtube | whatsapp | home | menu | search | loading | video loading | poll loading | play video | play facebook
= autoplay | next | previous | back to top | view gallery | view comments | view all | skip ad | skip advertisement | learn more
= find out more | show more | slideshow | references | youtube.com | watch next | tags | topics | filed under | read more | read more...
= continue reading
~ read more | read full | read the full | read our full | read next | read this | read or share | read also | also read | now read
~ related: | related coverage | related slideshow | related roundup | see also | see more | see the photo | more: | more from | more on
~ more coverage | for more stories | for more videos | for more on | you may also like | you might also like | you might be interested
~ don't miss | most read | in pictures | in photos | share this | share on | share via | scroll down | click here | click to | click for
~ click on | click through | watch: | watch the | watch now | watch live | watch next | listen: | listen to | view on | view this post
~ view photos | jump to | skip to | email this | print this | printable view | bookmark with | tags: | tag: | topics: | filed under
~ filed in | categories: | category: | keywords: | post a comment | leave a comment | add a comment | about us | contact us | terms of
~ privacy policy | site mobile navigation | advertise with | ads by | video loading | photos: | next story | up next
+ read more: | read more about | read more at | read more on | read more from | read more here | read the full story
+ read the full article | read full story | read or share this story | read next: | now read: | read also: | also read: | related:
+ related stories: | related articles: | related coverage: | see also: | more: | continue reading | story continues below
+ story continued below | article continues below | story continues after | advertisement continue reading | advertisement - continue
+ advertisement scroll | scroll down for | click here | click for more | on a mobile device? | using a mobile device?
+ please enable javascript | sorry we are not currently accepting comments | sorry, we are not currently accepting comments
+ sorry, your browser | this video is no longer available | comments are closed | we use cookies | we value your privacy
+ this website uses cookies | this site uses cookies | this site is optimized | by continuing to use | by continuing to browse
+ accept cookies | watch the video below | watch the video above | watch below | watch the full | view this post on instagram
""",
    # pleas
    "promotion": """
= what do you think | subscribe | subscribe now | sign up | sign up now | sign in | log in | newsletter | newsletters | free sign up
= join our community
= donate | donate now
~ get our | get the app | follow me | follow us | like us | find us | download our | download the app | newsletter sign up | sign up for
~ sign up to | sign in to | log in to | register
+ get the times of israel's | you're a dedicated reader | you're our dedicated reader | support the times of israel | join our community
+ join the times of israel | already a member? | already a subscriber? | already registered? | already have an account?
+ are you relying on the times of israel | we're really pleased that you've read | that's why we started the times of israel
+ but as the journalism we do is costly | for as little as $ | for as little as £ | for as little as €
+ is the times of israel important to you | if so, we have a request | thank you, david horovitz | by signing up, you agree
+ by subscribing | by registering | newsletter email address | your email | subscribe to our | subscribe to the | subscribe here
+ subscribe today | sign up for our | sign up for the | sign up here | sign up to receive | sign up to our | become a member
+ become a subscriber | become a patron | support our journalism | support independent journalism | support our work
+ create a free account | create an account | unlock this article | enjoying this | like us on | find us on | join us on | follow us
+ connect with us | stay up to date with our | got a tip | got a story | got a news tip | have a story | have a tip
+ have something to add | send us your | tell us what | tell us your | tell us in | let us know in | let us know what
+ what do you think? | do you have a story | do you have a tip
+ do you have information about this | if you have a story | check out our | check out more | visit our | be the first to know
+ be the first to comment | share your thoughts | share your views | leave us a comment | download our app
""",
    # corrections of the text itself: kept as a remark, never printed
    "correction": """
+ correction: | correction ( | corrections: | clarification: | amendment: | corrections and clarifications
+ this story has been corrected | this article has been corrected | this report has been corrected | this story corrects
+ this article was corrected | this article was amended | this story was corrected | this version corrects | (this version
+ (this story corrects | (this story has been corrected | an earlier version of this | an earlier version incorrectly
+ a previous version of this | the original version of this | an earlier headline | (corrects
""",
    # remarks about the text
    "note": """
+ editor's note: | editors' note: | editor's notes: | editor's note - | note to readers: | note to editors: | disclaimer: | disclosure:
+ this story has been updated | this article has been updated | this post has been updated | this report has been updated
+ this story was updated | this article was updated | this story originally appeared | this article originally appeared
+ this post originally appeared | this story first appeared | this article first appeared | this story was originally published
+ this article was originally published | this story was first published | this article was first published
+ this report by the canadian press was first published | this article was produced | this story was produced | this story is part of
+ this article is part of | this transcript was | this transcript has been | this transcript may | this article was translated
+ this story was translated | this story has not been edited
+ (this story has not been edited | except for the headline, this story has not been edited
~ originally published | first published
+ republished with permission | reprinted with permission | reprinted from | nb: this story
""",
    # who can be called about it: never shown to anyone
    "contact": """
+ to contact the reporter | to contact the reporters | to contact the editor | to contact the author | to reach the reporter
+ contact the author | contact the writer | contact the reporter | email the author | ihr ansprechpartner | redaktionelle hinweise
+ autorenmeldung
""",
}  # fmt: skip

PRIVATE: Final = (
    "die folgenden informationen sind nicht zur veröffentlichung bestimmt",
    "the following information is not intended for publication",
    "the following information is not for publication",
    "not for publication:",
    "nicht zur veröffentlichung:",
    "не для публикации",
    "ne pas publier",
)
"""Openings after which nothing may be printed: the desk's own remarks, telephones and addresses follow."""
