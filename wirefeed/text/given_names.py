"""Common given names and the words of titles: what tells a person's name from any other capitals. Not complete, and it need not be."""

from typing import Final

from wirefeed.text.listing import listed

GIVEN_NAMES: Final = listed(
    """
    Aaron Abbas Abdel Abdul Abdullah Abigail Abu Adam Adel Adrian Afonso Ahmad Ahmed Aisha Alan Albert Alberto Alejandro Alejandra
    Aleksandr Alessandro Alex Alexander Alexandra Alexandria Alexei Alexey Alexis Alfred Ali Alice Alicia Alina Alison Allan Allen
    Allison Alexandre Amanda Amber Amir Amit Amy Ana Anastasia Anatoly Anders Andrea Andreas Andrei Andrej Andres Andrew Andrey Andrzej
    Andy Angela Angelina Anita Ankit Ann Anna Anne Annie Anthony Antoine Anton Antonio Antony Anwar Ari Ariel Arnold Arthur Arturo
    Ashley Ashraf Asif Athena Audrey Avi Avigdor Ayelet Ayman Barack Barbara Barry Bart Bashar Beatrice Ben Benedict Beni Benjamin Benny
    Bernard Bernie Bertrand Beth Betty Bezalel Bill Billy Bob Bobby Boris Brad Bradley Brandon Brenda Brendan Brent Bret Brett Brian
    Bridget Brittany Bruce Bruno Bryan Caleb Cameron Camila Carl Carla Carlos Carlie Carmen Carol Caroline Carolyn Carrie Catherine
    Cecilia Cesar Chad Charles Charlie Charlotte Chelsea Cheryl Chris Christian Christina Christine Christophe Christopher Chuck Cindy
    Claire Clara Clarence Claude Claudia Clint Colin Connor Corey Craig Cristina Crystal Curtis Cynthia Cyril Daisy Damian Dan Dana
    Daniel Daniela Danielle Danny Darren Darya Dave David Dawn Dean Deb Deborah Denis Denise Dennis Denys Derek Diana Diane Didier Diego
    Dieter Dimitri Dina Dmitri Dmitriy Dmitry Dominic Dominique Don Donald Donna Doris Dorothy Doug Douglas Duncan Dustin Dwight Dylan
    Earl Ebrahim Ed Eddie Edgar Edmund Eduard Eduardo Edward Edwin Efraim Ehud Eileen Elaine Elena Eli Elias Elijah Elisabeth Elise
    Elizabeth Ella Ellen Elliot Elon Emily Emma Emmanuel Enrico Enrique Eric Erica Erik Erin Ernest Esmail Esther Ethan Eugene Eva Evan
    Evelyn Evgeny Faisal Farid Fatima Federico Felipe Felix Fernando Florence Francesca Francesco Francis Francisco Francois François
    Frank Franz Fred Frederic Frederick Friedrich Gabriel Gabriela Gail Galina Gareth Gary Gavin Gaye Geert Geoff Geoffrey George
    Georges Gerald Gerard Gerhard Gerry Gideon Gila Gilad Gina Giorgia Giovanni Giuseppe Glen Glenn Gloria Gordon Grace Graham Grant
    Greg Gregory Greta Guillaume Guillermo Gustavo Guy Gwen Haim Hakan Hamid Hannah Hans Harold Harriet Harry Harvey Hasan Hashim Hassan
    Heather Hector Heidi Helen Helena Helmut Henri Henrik Henry Herbert Herman Herzi Hilary Hillary Holly Horst Hossein Howard Hugh Hugo
    Hussein Iain Ian Ibrahim Ida Ignacio Igor Ilan Ilya Imran Ingrid Ira Irene Irina Isaac Isabel Isabella Ismail Israel Itamar Ivan
    Ivanka Ivo Jack Jackie Jackson Jaclyn Jacob Jacques Jacqueline Jaime Jair Jake Jalal James Jamie Jan Jane Janet Janine Jared Jason
    Javad Javier Jay Jean Jeanne Jeff Jeffrey Jen Jennifer Jenny Jeremy Jerome Jerry Jesse Jessica Jill Jim Jimmy Joan Joanna Joanne
    Joao Joaquin Joe Joel Johan Johann Johannes John Johnny Jon Jonas Jonathan Jordan Jorge Jose Josef Josep Joseph Josh Joshua Josie
    José Joy Joyce Juan Judith Judy Julia Julian Juliana Julie Julien Juliet Julio Julius June Jürgen Justin Kai Kamala Karen Karim
    Karin Karine Karl Kate Katherine Kathleen Kathryn Kathy Katie Katrin Katya Kay Kaitlan Kayla Keir Keith Kelly Kemi Ken Kenneth Kerry
    Kevin Khaled Khalid Kieran Kim Kimberly Kirill Kirk Kirsten Kristen Kristin Kristina Kurt Kyle Kyriakos Lachlan Lara Larry Lars
    Laura Lauren Laurent Lawrence Lea Leah Lee Leila Lena Leo Leon Leonard Leonid Leopoldo Leslie Lester Lewis Liam Lili Lillian Linda
    Lindsay Lindsey Lisa Liz Lloyd Lois Lola Lorena Lorenzo Lori Lou Louis Louise Luca Lucas Lucia Lucy Luis Luiz Luka Lukas Luke Lydia
    Lynn Madeleine Magdalena Mahmoud Majid Malcolm Mandy Manfred Manuel Mara Marc Marcel Marcelo Marco Marcos Marcus Margaret Margarita
    Maria Mariana Marianne Marie Marina Marine Mario Marion Mark Markus Marsha Martha Martin Martina Marty Marvin Mary Maryam Masoud
    Mateusz Matt Matteo Matthew Matthias Maud Maureen Maurice Mauricio Max Maxim Maxime Maya Mayte Megan Mehmet Mel Melania Melanie
    Melinda Melissa Merrick Meir Melvin Meredith Mevlut Mia Michael Michel Michele Michelle Miguel Mikael Mike Mikhail Miki Mila Milan
    Milos Mira Miri Miriam Mitch Mitt Mohamed Mohammad Mohammed Moises Molly Mona Monica Mordechai Moshe Mostafa Muhammad Murray Mustafa
    Nabil Nadia Naftali Nancy Naomi Narendra Natalia Natalie Natasha Nathan Nathaniel Neil Nelson Niall Nicholas Nick Nicola Nicolas
    Nicole Nigel Nikita Nikki Nikol Nikolai Nikolay Nina Nir Noah Noam Noel Nora Norman Oded Ofer Oleg Oleksandr Olaf Olena Olga Oliver
    Olivia Olivier Omar Oren Orly Oscar Osama Otto Owen Pablo Pamela Paolo Pascal Pat Patricia Patrick Paul Paula Paulo Pavel Pedro
    Peggy Penny Pete Peter Petr Petra Petro Phil Philip Philippe Phillip Pier Pierre Piers Piotr Prayuth Quentin Rachel Rafael Rahul Raj
    Ralph Ramon Randy Raphael Rashida Raul Ray Raymond Rebecca Recep Reed Reem Reid Rex Reza Rhonda Ricardo Riccardo Richard Rick Ricky
    Rishi Rita Rob Robert Roberto Robin Rochelle Rod Rodrigo Roger Roland Roman Ron Ronald Ronen Ronna Ronnie Rosa Rose Rosemary Ross
    Roy Ruben Rudolf Rudy Russell Ruslan Ruth Ryan Saad Sabrina Saeed Salim Sally Salma Salman Salvador Sam Samantha Sami Samuel Sandra
    Sandy Sanna Sara Sarah Sasha Scott Sean Sebastian Serena Serge Sergei Sergey Sergio Seth Shane Shannon Sharon Shaun Shawn Sheila
    Sheldon Shimon Shinzo Shirley Sidney Silvio Simcha Simon Simone Sofia Sonia Sophia Sophie Stacey Stan Stanley Stefan Stella
    Stephanie Stephane Stephen Steve Steven Stewart Stuart Sue Suella Susan Susie Suzanne Sven Svetlana Sylvia Tamara Tamir Tammy Tania
    Tanya Tara Tariq Tatiana Taylor Ted Teresa Terrence Terry Thad Theodore Theresa Thierry Thomas Tidjane Tiffany Tim Timothy Tina
    Tobias Todd Tom Tomas Tommy Toni Tony Tracey Tracy Trent Trevor Troy Tyler Tzachi Tzipi Uma Umberto Ursula Uwe Uzi Vadim Valentina
    Valeria Valerie Valery Vanessa Vasily Vera Veronica Vic Vicky Victor Victoria Viktor Viktoria Ville Vince Vincent Viola Virginia
    Vitali Vitaly Vivian Vivek Vlad Vladimir Volker Volodymyr Vyacheslav Wade Walid Walter Wanda Warren Wayne Wendy Werner Wesley
    Whitney Will William Willie Willy Winston Wladimir Wolfgang Xavier Yaakov Yair Yana Yariv Yasmin Yasser Yegor Yehuda Yevgeny Yigal
    Yitzhak Yoav Yoel Yohanan Yonatan Yoram Yosef Yossi Yulia Yuli Yuri Yuval Yves Yvette Zachary Zack Zahava Zainab Zeev Zelda Zev Zoe
    Zvi
    """
)
# The surname comes first.
EASTERN_SURNAMES: Final = listed("Xi Li Wang Zhang Liu Huang Zhao Wu Zhou Xu Hu Guo Nguyen Tran Pham Tsai Yoon Hwang Jiang Deng Mao")
# These make the word before them one too: Kim Jong Un, Moon Jae-in, Lee Hsien Loong.
EASTERN_GIVEN: Final = listed("Jong Jong-un Jong-il Yo Yo-jong Jae Jae-in Jae-myung Geun Geun-hye Hsien Kuan Myung Myung-bak Chung-hee")
TITLES: Final = listed(
    """
    President Vice Prime Minister Premier Chancellor Secretary Undersecretary General Attorney King Queen Prince Princess Crown Pope
    Sultan Emir Emperor Empress Duke Duchess Senator Representative Congressman Congresswoman Governor Mayor Judge Justice Ambassador
    Envoy Speaker Chairman Chairwoman Chair Chief Director Commissioner Deputy Acting Former Leader Spokesman Spokeswoman Spokesperson
    Officer Detective Inspector Superintendent Sheriff Captain Colonel Major Lieutenant Sergeant Corporal Private Admiral Commander
    Brigadier Marshal Mr Mrs Ms Mx Miss Dr Prof Professor Sir Lord Lady Dame Baroness Rabbi Rev Reverend Father Sister Brother Bishop
    Archbishop Cardinal Imam Ayatollah Grand Sheikh Sheik Mullah Gen Sen Sens Rep Reps Gov Lt Col Maj Capt Sgt Cpl Adm Cmdr Brig Pfc Hon
    Ald Supt Det Foreign Defence Defense Finance Interior Health Treasury Trade Economy Energy Education Executive Majority Minority
    House Senate Whip Press Supreme Actor Actress Singer Rapper Coach Prosecutor Lawyer Economist Author Comedian Democrat Republican
    """
)
# Words that no person's name holds.
IMPERSONAL: Final = listed(
    """
    Academy Accord Act Administration Affairs Afternoon Age Agency Agreement Air Airlines Airport Alliance America American Americans
    Amendment Apple Arabia Army Assembly Association Attack Authority Avenue Award Awards Bank Bay Beach Board Boulevard Bridge
    Brigade Broadcasting Building Bureau Business Cabinet Campaign Capitol Center Central Centre Chamber Championship Channel Church
    City Clinic Club Coast College Commission Committee Communist Company Conference Congress Constitution Convention Cooperation Corp
    Corporation Council Country County Court Cup Daily Day Deal Democratic Democrats Department Development District Division Duma East
    Eastern Electric Embassy Empire Enterprise Europe European Exchange Federal Federation Fed Festival Field Financial Fleet Force
    Forces Forum Foundation France Friday Front Fund Games Gaza Geneva Germany Global Government Governors Group Guard Guide Gulf Hall
    Harbor Haram Health Herald High Highway Hill Hills Holdings Holocaust Home Homeland Hospital Hotel House Human Inc Independent India
    Industries Industry Initiative Institute Intelligence International Iran Iraq Islamic Island Islands Israeli Japan Jewish Journal
    Kingdom Knesset Korea Labor Labour Lake Law Laws League Library Limited Line Ltd Mail Management March Market Mass Media Medical
    Medicine Memorial Metropolitan Middle Ministry Mission Mobile Monday Morning Motors Mount Mountain Movement Museum Muslim National
    Nations Nato Navy Network News Night North Northern Nuclear Obamacare Observatory Ocean Office Officials Oil Olympic Olympics Opera
    Order Organisation Organization Pacific Pact Palace Palestine Palestinian Papers Parliament Partners Party Peace Pentagon Petroleum
    Plan Planning Plant Plaza Police Political Post Power Press Prison Prize Program Project Property Protection Province Public Radio
    Railway Red Regiment Region Report Republic Republicans Research Reserve Resources Review Revolution Rights River Road Roads Russia
    Sabbath Saturday School Science Sciences Sea Security Senate Series Service Services Sides Society Solutions South Southern Soviet
    Space Square Squad Stadium Standard State States Station Stock Street Strip Studies Summit Sun Sunday Syria Systems Taliban Tax Team
    Technologies Technology Telegraph Television Territory Test Theater Theatre Thursday Times Tower Town Trade Treasury Treaty Tribune
    Trust Tuesday Turkey Twitter Ukraine Union Unit United University Valley Wall War Washington Watch Water Weather Web Wednesday Week
    Weekly West Western White Wing World Year Zone Alert Travel Journalism Competition Subject Sent Resume Caption Photo Photograph
    Story Video Update Editor Blog Email Avengers Bears Cubs Google Microsoft Facebook Instagram Reuters Tass Sputnik Sinai Jerusalem
    Moscow London Paris Kiev Kyiv Tehran Beijing Berlin Britain British Russian Russians Iranian French German Chinese Turkish Syrian
    Ukrainian Egyptian Saudi Canadian Australian Indian Pakistani Japanese Korean Christmas Easter Ramadan Passover Covid Delta Omicron
    Pfizer Moderna January February April June July August September October November December
    """
)
# Two-word names that begin so are places or institutions.
PLACE_OPENERS: Final = listed(
    """
    New Los San Las Saudi South North East West Hong United White Great Costa El Sri Sierra Burkina Fort Port Santa Tel Buenos Rio
    Puerto Black Supreme Islamic Middle Red Wall World Human Homeland National Super Upper Lower Old Silicon Grand Cape Lake Mount Mt St
    Temple Wadi Beit Kfar Bnei Ramat Rosh Yom Abu Ras Khan Ein Nahal Kiryat Petah
    """
)
