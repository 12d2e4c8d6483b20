"""Cities that datelines name without their country. Not a gazetteer: it only tells a dateline from any other phrase before a dash."""

from typing import Final

_CITIES: Final = """
Abidjan|Abu Dhabi|Abuja|Accra|Addis Ababa|Aden|Ahmedabad|Albany|Aleppo|Algiers|Almaty|Amman|Amsterdam|Anchorage|Ankara|Antananarivo|
Asmara|Astana|Asunción|Athens|Atlanta|Auckland|Austin|Baghdad|Baku|Baltimore|Bamako|Bangkok|Bangui|Banjul|Barcelona|Basra|Beijing|Beirut|
Belfast|Belgrade|Benghazi|Bengaluru|Berlin|Bern|Berne|Bethlehem|Bhopal|Bhubaneswar|Birmingham|Bishkek|Bogota|Bogotá|Bonn|Boston|Brasilia|
Brasília|Bratislava|Brazzaville|Brisbane|Brussels|Bucharest|Budapest|Buenos Aires|Bujumbura|Cairo|Calcutta|Canberra|Cape Town|Caracas|
Cardiff|Casablanca|Chandigarh|Chennai|Chicago|Chisinau|Cleveland|Colombo|Conakry|Copenhagen|Dakar|Dallas|Damascus|Dar es Salaam|Delhi|
Denver|Detroit|Dhaka|Dili|Djibouti|Dnipro|Doha|Donetsk|Dubai|Dublin|Dushanbe|Düsseldorf|Edinburgh|Erbil|Frankfurt|Freetown|Gaborone|Gaza|
Gaza City|Geneva|Glasgow|Guatemala City|Guwahati|Haifa|Hamburg|Hanoi|Harare|Havana|Hebron|Helsinki|Ho Chi Minh City|Hong Kong|Honolulu|
Houston|Hyderabad|Islamabad|Istanbul|Jaipur|Jakarta|Jammu|Jeddah|Jenin|Jerusalem|Johannesburg|Juba|Kabul|Kampala|Kandahar|Karachi|
Kathmandu|Kazan|Kharkiv|Kherson|Khartoum|Kiev|Kigali|Kingston|Kinshasa|Kolkata|Kuala Lumpur|Kuwait City|Kyiv|La Paz|Lagos|Lahore|
Las Vegas|Libreville|Lilongwe|Lima|Lisbon|Liverpool|Ljubljana|Lomé|London|Los Angeles|Luanda|Lucknow|Lusaka|Luxembourg|Lviv|Lyon|Madrid|
Malabo|Malé|Managua|Manama|Manchester|Manila|Maputo|Mariupol|Marseille|Maseru|Mbabane|Mecca|Melbourne|Mexico City|Miami|Milan|Milwaukee|
Minneapolis|Minsk|Mogadishu|Monaco|Monrovia|Montevideo|Montreal|Moscow|Mosul|Mumbai|Munich|Muscat|Mykolaiv|N'Djamena|Nablus|Nagpur|
Nairobi|Nassau|Naypyidaw|New Delhi|New Orleans|New York|New York City|Niamey|Nicosia|Nouakchott|Odesa|Odessa|Oslo|Ottawa|Ouagadougou|
Panama City|Paramaribo|Paris|Patna|Perth|Peshawar|Philadelphia|Phnom Penh|Phoenix|Pittsburgh|Podgorica|Port Louis|Port Moresby|
Port-au-Prince|Prague|Pretoria|Pristina|Putrajaya|Pyongyang|Quito|Rabat|Rafah|Ramallah|Rangoon|Reykjavik|Riga|Rio de Janeiro|Riyadh|Rome|
Rotterdam|Sacramento|Saint Petersburg|San Diego|San Francisco|San José|San Juan|San Salvador|Sanaa|Santiago|Santo Domingo|Sao Paulo|
São Paulo|Sarajevo|Seattle|Seoul|Sevastopol|Shanghai|Shenzhen|Simferopol|Singapore|Skopje|Sochi|Sofia|Srinagar|St. Louis|St. Petersburg|
Stockholm|Strasbourg|Stuttgart|Suva|Sydney|Taipei|Tallinn|Tashkent|Tbilisi|Tegucigalpa|Tehran|Tel Aviv|The Hague|Thimphu|Tirana|Tokyo|
Toronto|Tripoli|Tunis|Turin|Ulaanbaatar|United Nations|Vancouver|Vatican City|Vienna|Vientiane|Vilnius|Vladivostok|Warsaw|Washington|
Wellington|Windhoek|Winnipeg|Yangon|Yaoundé|Yekaterinburg|Yerevan|Zagreb|Zurich|Zürich|
Athènes|Bâle|Beyrouth|Bruxelles|Bucarest|Damas|Genève|Jérusalem|Le Caire|Lisbonne|Londres|Moscou|Nicosie|Pékin|Téhéran|Varsovie|Vienne|
Wien|Bonn|Brüssel|Genf|Kairo|Kiew|Köln|Leipzig|Mailand|Moskau|München|Peking|Prag|Rom|Straßburg|Teheran|Warschau|
Москва|Минск|Киев|Санкт-Петербург|Лондон|Париж|Вашингтон|Берлин|Пекин|Токио|Тегеран|Иерусалим|Брюссель|Женева|Анкара|Стамбул|Нью-Йорк|ООН|
ירושלים|תל אביב|וושינגטון|מוסקבה|לונדון|פריז|القدس|غزة|بيروت|القاهرة|دمشق|بغداد|عمان|الرياض|دبي|باريس|لندن|واشنطن|موسكو|نيويورك|طهران|جنيف
"""
CITIES: Final = frozenset(city.strip().lower() for city in _CITIES.split("|") if city.strip())
"""Lower-case names."""
