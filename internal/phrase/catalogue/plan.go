package catalogue

// planTexts are about plans, and what stands against them.
var planTexts = []text{
	{
		en: "who may do what cannot be told: %w",
		nl: "wie wat mag is niet vast te stellen: %v",
		fr: "impossible de dire qui peut quoi : %v",
	},
	{
		en: "the engine has no schema and no data yet: there is nothing that another schema would change",
		nl: "de engine heeft nog geen schema en geen gegevens: een ander schema zou niets veranderen",
		fr: "le moteur n'a encore ni schéma ni données : un autre schéma ne changerait rien",
	},
	{
		en: " and %d more",
		nl: " en nog %d",
		fr: " et %d de plus",
	},
	{
		en: "an engine would refuse the schema: it has no place for %s%s; keep what they stand in, or take them away first",
		nl: "een engine zou het schema weigeren: het heeft geen plaats voor %s%s; laat staan waar ze in staan, of haal ze eerst weg",
		fr: "un moteur refuserait le schéma : il n'a pas de place pour %s%s ; gardez ce qui les contient, ou retirez-les d'abord",
	},
	{
		en: "nobody gains or loses any permission",
		nl: "niemand krijgt of verliest een recht",
		fr: "personne ne gagne ni ne perd de droit",
	},
	{
		en: "TAKES AWAY %s, from %s",
		nl: "NEEMT %s WEG, van %s",
		fr: "RETIRE %s, à %s",
	},
	{
		en: "  %s: %d, from %s (%s)",
		nl: "  %s: %d, van %s (%s)",
		fr: "  %s : %d, à %s (%s)",
	},
	{
		en: "gives %s, to %s",
		nl: "geeft %s, aan %s",
		fr: "donne %s, à %s",
	},
	{
		en: "  %s: %d, to %s (%s)",
		nl: "  %s: %d, aan %s (%s)",
		fr: "  %s : %d, à %s (%s)",
	},
	{
		en: "in all: %s taken away, %d given, each user on each resource",
		nl: "samen: %s weggenomen, %d gegeven, elke gebruiker op elk object",
		fr: "en tout : %s de moins, %d de plus, chaque utilisateur sur chaque objet",
	},
	{
		en: "the largest",
		nl: "de grootste",
		fr: "les plus grands",
	},
	{
		en: "    %s %s on %s: %s",
		nl: "    %s %s op %s: %s",
		fr: "    %s %s sur %s : %s",
	},
	{
		en: "no role",
		nl: "geen rol",
		fr: "aucun rôle",
	},
	{
		en: "gives %s %d times (users had it %d times before); the limit is %d",
		nl: "geeft %s %d keer (gebruikers hadden het %d keer); de grens is %d",
		fr: "donne %s %d fois (les utilisateurs l'avaient %d fois) ; la limite est %d",
	},
	{
		en: "is given, with what the last day gave, %d %% of what one plan may give; the limit of a day is %d %%",
		nl: "krijgt, met wat de laatste dag gaf, %d %% van wat één plan mag geven; de grens voor een dag is %d %%",
		fr: "reçoit, avec ce que le dernier jour a donné, %d %% de ce qu'un plan peut donner ; la limite d'un jour est %d %%",
	},
	{
		en: "unknown field %q",
		nl: "onbekend veld %q",
		fr: "champ inconnu %q",
	},
	{
		en: "tenant %s counts permissions, and had nothing before",
		nl: "tenant %s telt rechten en had hiervoor niets",
		fr: "le tenant %s compte des droits, et n'avait rien auparavant",
	},
	{
		en: "tenant %s counts %q, which is no permission",
		nl: "tenant %s telt %q, en dat is geen recht",
		fr: "le tenant %s compte %q, qui n'est pas un droit",
	},
	{
		en: "tenant %s counts %s out of order",
		nl: "tenant %s telt %s op de verkeerde plaats",
		fr: "le tenant %s compte %s dans le désordre",
	},
	{
		en: "tenant %s counts %s in a way that cannot be",
		nl: "tenant %s telt %s op een manier die niet kan",
		fr: "le tenant %s compte %s d'une façon impossible",
	},
	{
		en: "everything is written, but reading it back failed: %w: run the same sync again to be sure",
		nl: "alles is geschreven, maar teruglezen lukte niet: %v: voer dezelfde synchronisatie nog eens uit om zeker te zijn",
		fr: "tout est écrit, mais la relecture a échoué : %v : relancez la même synchronisation pour en être sûr",
	},
	{
		en: "everything is written, but not all that it leaves over of what applications wrote is cleared away: %w: run the same sync again",
		nl: "alles is geschreven, maar nog niet alles is opgeruimd wat het overlaat van wat applicaties schreven: %v: voer dezelfde synchronisatie nog eens uit",
		fr: "tout est écrit, mais tout ce qui reste de ce que des applications ont écrit n'est pas nettoyé : %v : relancez la même synchronisation",
	},
	{
		en: "everything is written, but applications go on writing what names users and objects that are gone: stop them, and run the same sync again",
		nl: "alles is geschreven, maar applicaties blijven schrijven over gebruikers en objecten die weg zijn: stop ze en voer dezelfde synchronisatie nog eens uit",
		fr: "tout est écrit, mais des applications continuent d'écrire sur des utilisateurs et des objets disparus : arrêtez-les, et relancez la même synchronisation",
	},
	{
		en: "everything is written, but the engine now holds something else: %d {difference|differences}, the first: %s %s: somebody else writes these tenants; run the same sync again",
		nl: "alles is geschreven, maar de engine heeft nu iets anders: %d {verschil|verschillen}, het eerste: %s %s: iemand anders schrijft in deze tenants; voer dezelfde synchronisatie nog eens uit",
		fr: "tout est écrit, mais le moteur contient maintenant autre chose : %d {différence|différences}, la première : %s %s : quelqu'un d'autre écrit dans ces tenants ; relancez la même synchronisation",
	},
	{
		en: "%d changes around %s belong in one write, which holds %d: take some of them away by hand, then make a new plan",
		nl: "%d wijzigingen rond %s horen in één keer geschreven te worden, en daar passen er %d in: haal er met de hand een aantal weg en maak dan een nieuw plan",
		fr: "%d changements autour de %s vont ensemble en une écriture, qui en contient %d : retirez-en quelques-uns à la main, puis faites un nouveau plan",
	},
	{
		en: "%s: action %q does not exist",
		nl: "%s: handeling %q bestaat niet",
		fr: "%s : l'action %q n'existe pas",
	},
	{
		en: "%s %s is outside tenant %s",
		nl: "%s %s valt buiten tenant %s",
		fr: "%s %s est hors du tenant %s",
	},
	{
		en: "%s %s has the relation of another type, %s",
		nl: "%s %s heeft de relatie van een ander type, %s",
		fr: "%s %s a la relation d'un autre type, %s",
	},
	{
		en: "%s %s is no part of a plan",
		nl: "%s %s hoort niet in een plan",
		fr: "%s %s n'a pas sa place dans un plan",
	},
	{
		en: "%s %s is not the loader's to do",
		nl: "%s %s is niet aan de synchronisatie",
		fr: "%s %s ne revient pas à la synchronisation",
	},
	{
		en: "%s %s does not say what was",
		nl: "%s %s zegt niet wat er stond",
		fr: "%s %s ne dit pas ce qu'il y avait",
	},
	{
		en: "%s: left out: %s as %s on %s %s",
		nl: "%s: weggelaten: %s als %s van %s %s",
		fr: "%s: laissé de côté : %s comme %s de %s %s",
	},
	{
		en: "ended at %s",
		nl: "eindigde op %s",
		fr: "a pris fin le %s",
	},
	{
		en: "begins at %s: the first sync after that gives it",
		nl: "begint op %s: de eerste synchronisatie daarna geeft het",
		fr: "commence le %s : la première synchronisation après cela le donne",
	},
	{
		en: "tenant %s: %d missing, %d altered, %d extra, %d ended, %d orphaned; %d not ours",
		nl: "tenant %s: %d {ontbreekt|ontbreken}, %d gewijzigd, %d te veel, %d verlopen, %d verweesd; %d niet uit onze bronnen",
		fr: "tenant %s : %d {manquant|manquants}, %d {modifié|modifiés}, %d en trop, %d {échu|échus}, %d {orphelin|orphelins} ; %d hors de nos sources",
	},
	{
		en: "missing",
		nl: "ontbreekt",
		fr: "manque",
	},
	{
		en: "are missing",
		nl: "ontbreken",
		fr: "manquent",
	},
	{
		en: "altered",
		nl: "gewijzigd",
		fr: "modifié",
	},
	{
		en: "are altered",
		nl: "zijn gewijzigd",
		fr: "sont modifiés",
	},
	{
		en: "extra",
		nl: "te veel",
		fr: "en trop",
	},
	{
		en: "are extra",
		nl: "zijn te veel",
		fr: "sont en trop",
	},
	{
		en: "ended",
		nl: "verlopen",
		fr: "échu",
	},
	{
		en: "are ended",
		nl: "zijn verlopen",
		fr: "sont échus",
	},
	{
		en: "orphaned",
		nl: "verweesd",
		fr: "orphelin",
	},
	{
		en: "are orphaned",
		nl: "zijn verweesd",
		fr: "sont orphelins",
	},
	{
		en: "tenants that no source names",
		nl: "tenants die geen bron noemt",
		fr: "tenants qu'aucune source ne nomme",
	},
	{
		en: "tenant %s: no source names it",
		nl: "tenant %s: geen bron noemt deze tenant",
		fr: "tenant %s : aucune source ne le nomme",
	},
	{
		en: "emergency access of %s to %s is refused: %s",
		nl: "noodtoegang van %s tot %s is geweigerd: %s",
		fr: "l'accès d'urgence de %s à %s est refusé : %s",
	},
	{
		en: "is not running: see `remit emergency list`",
		nl: "loopt niet: zie `remit emergency list`",
		fr: "n'est pas en cours : voyez `remit emergency list`",
	},
	{
		en: "the reason is blank: say why it is needed",
		nl: "de reden is leeg: zeg waarom het nodig is",
		fr: "le motif est vide : dites pourquoi c'est nécessaire",
	},
	{
		en: "the tenant's maximum is %s: it cannot be over %s",
		nl: "het maximum van de tenant is %s: meer dan %s kan niet",
		fr: "le maximum du tenant est %s : il ne peut pas dépasser %s",
	},
	{
		en: "it has no length: say for how long, such as 30m",
		nl: "er is geen duur: zeg voor hoelang, zoals 30m",
		fr: "il n'y a pas de durée : dites pour combien de temps, par exemple 30m",
	},
	{
		en: "%s is too long: at most %s",
		nl: "%s is te lang: ten hoogste %s",
		fr: "%s est trop long : %s au plus",
	},
	{
		en: "%q is not a user",
		nl: "%q is geen gebruiker",
		fr: "%q n'est pas un utilisateur",
	},
	{
		en: "%q is not a client",
		nl: "%q is geen cliënt",
		fr: "%q n'est pas un client",
	},
	{
		en: "the user and the client are of different tenants",
		nl: "de gebruiker en de cliënt zijn van verschillende tenants",
		fr: "l'utilisateur et le client sont de tenants différents",
	},
	{
		en: "listing the emergency accesses of tenant %s: %w",
		nl: "de noodtoegangen van tenant %s opvragen: %v",
		fr: "liste des accès d'urgence du tenant %s : %v",
	},
	{
		en: "listing the emergency accesses: %w",
		nl: "de noodtoegangen opvragen: %v",
		fr: "liste des accès d'urgence : %v",
	},
	{
		en: "looking for a running emergency access of %s to %s: %w",
		nl: "zoeken naar een lopende noodtoegang van %s tot %s: %v",
		fr: "recherche d'un accès d'urgence en cours de %s à %s : %v",
	},
	{
		en: "it stores \"now\", which only a question brings, and an engine would let it run without end",
		nl: "er staat \"now\" in, wat alleen een vraag meebrengt, en een engine zou het zonder einde laten lopen",
		fr: "il contient \"now\", que seule une question apporte, et un moteur le laisserait courir sans fin",
	},
	{
		en: "an emergency access cannot be read: %w",
		nl: "een noodtoegang is niet te lezen: %v",
		fr: "un accès d'urgence est illisible : %v",
	},
	{
		en: "emergency access of %s to %s was not written by remit: %w: end it with `remit emergency stop`, or by hand",
		nl: "noodtoegang van %s tot %s is niet door remit geschreven: %v: beëindig deze met `remit emergency stop`, of met de hand",
		fr: "l'accès d'urgence de %s à %s n'a pas été écrit par remit : %v : mettez-y fin avec `remit emergency stop`, ou à la main",
	},
	{
		en: "one is running until %s already",
		nl: "er loopt er al een tot %s",
		fr: "il y en a déjà un jusqu'au %s",
	},
	{
		en: "starting emergency access of %s to %s: %w: see `remit emergency list` before trying again",
		nl: "noodtoegang van %s tot %s starten: %v: kijk in `remit emergency list` voor u het nog eens probeert",
		fr: "démarrage de l'accès d'urgence de %s à %s : %v : voyez `remit emergency list` avant de réessayer",
	},
	{
		en: "%s has no active account",
		nl: "%s heeft geen actief account",
		fr: "%s n'a pas de compte actif",
	},
	{
		en: "%s is not in the group practitioner",
		nl: "%s zit niet in de groep hulpverlener",
		fr: "%s n'est pas dans le groupe praticien",
	},
	{
		en: "the emergency procedure of %s is switched off",
		nl: "de noodprocedure van %s staat uit",
		fr: "la procédure d'urgence de %s est désactivée",
	},
	{
		en: "%s is not a client of %s",
		nl: "%s is geen cliënt van %s",
		fr: "%s n'est pas un client de %s",
	},
	{
		en: "another one began or ended at this moment: try again",
		nl: "op dit moment begon of eindigde er een andere: probeer het nog eens",
		fr: "un autre a commencé ou fini à cet instant : réessayez",
	},
	{
		en: "a rule is broken, and asking which failed: %v",
		nl: "er is een regel overtreden, en navragen welke lukte niet: %v",
		fr: "une règle n'est pas respectée, et demander laquelle a échoué : %v",
	},
	{
		en: "a rule was broken at the moment of writing and no longer is: try again",
		nl: "bij het schrijven was er een regel overtreden en nu niet meer: probeer het nog eens",
		fr: "une règle n'était pas respectée au moment d'écrire et l'est à présent : réessayez",
	},
	{
		en: "emergency access of %s to %s %w",
		nl: "noodtoegang van %s tot %s %v",
		fr: "l'accès d'urgence de %s à %s %v",
	},
	{
		en: "stopping emergency access of %s to %s: %w: it may still run",
		nl: "noodtoegang van %s tot %s stoppen: %v: deze kan nog lopen",
		fr: "arrêt de l'accès d'urgence de %s à %s : %v : il court peut-être encore",
	},
	{
		en: "%d {link has|links have} an end, the first: %s: this engine may allow by them some seconds longer than that",
		nl: "%d {koppeling heeft|koppelingen hebben} een einde, de eerste: %s: deze engine kan daarna nog enkele seconden toestaan",
		fr: "%d {lien a|liens ont} une fin, le premier : %s : ce moteur peut encore autoriser quelques secondes après",
	},
	{
		en: "asking the engine whether it ends links at the second: %w",
		nl: "de engine vragen of koppelingen op de seconde eindigen: %v",
		fr: "demande au moteur s'il met fin aux liens à la seconde : %v",
	},
	{
		en: "%s is the highest number that a sync can have, and none of ours: take that relationship away",
		nl: "%s is het hoogste nummer dat een synchronisatie kan hebben, en is niet van ons: haal die relatie weg",
		fr: "%s est le plus haut numéro qu'une synchronisation puisse avoir, et n'est pas à nous : retirez cette relation",
	},
	{
		en: "tenant %s",
		nl: "tenant %s",
		fr: "tenant %s",
	},
	{
		en: "one of %d tenants, the first %s,",
		nl: "een van %d tenants, waarvan de eerste %s,",
		fr: "un de %d tenants, dont le premier est %s,",
	},
	{
		en: "new administrator",
		nl: "nieuwe beheerder",
		fr: "nouvel administrateur",
	},
	{
		en: "role emptied",
		nl: "rol zonder houder",
		fr: "rôle sans titulaire",
	},
	{
		en: "role first given",
		nl: "rol voor het eerst gegeven",
		fr: "rôle donné pour la première fois",
	},
	{
		en: "conflict",
		nl: "onverenigbaar",
		fr: "incompatible",
	},
	{
		en: "leaver keeps",
		nl: "vertrekker houdt rollen",
		fr: "partant qui garde des rôles",
	},
	{
		en: "takes what an application made",
		nl: "neemt weg wat een applicatie maakte",
		fr: "retire ce qu'une application a créé",
	},
	{
		en: "%s becomes %s",
		nl: "%s wordt %s",
		fr: "%s devient %s",
	},
	{
		en: "nobody active is %s any more (%d before)",
		nl: "niemand met een actief account is nog %s (hiervoor %d)",
		fr: "plus personne dont le compte est actif n'est %s (%d auparavant)",
	},
	{
		en: "%d {user becomes|users become} %s, which nobody active was",
		nl: "%d {gebruiker wordt|gebruikers worden} %s, wat niemand met een actief account was",
		fr: "%d {utilisateur devient|utilisateurs deviennent} %s, ce que personne dont le compte est actif n'était",
	},
	{
		en: "%s comes to be %s, and %s of %s: together more than either was meant for",
		nl: "%s wordt %s, en ook %s van %s: samen meer dan voor elk bedoeld is",
		fr: "%s devient %s, et %s de %s : ensemble plus que ce qui est prévu pour chacun",
	},
	{
		en: "%s becomes inactive and keeps %s, in force again once the account is active",
		nl: "%s wordt inactief en houdt %s, weer van kracht zodra het account actief is",
		fr: "%s devient inactif et garde %s, de nouveau en vigueur dès que le compte est actif",
	},
	{
		en: "%s goes, and with it %s that an application made in it",
		nl: "%s verdwijnt, met %s daarin van een applicatie",
		fr: "%s disparaît, et avec lui %s d'une application",
	},
	{
		en: "following files: %w",
		nl: "bestanden volgen: %v",
		fr: "suivi des fichiers : %v",
	},
	{
		en: "the source was written all the while: read %d times, each time another",
		nl: "in de bron werd aldoor geschreven: %d keer gelezen, elke keer iets anders",
		fr: "la source changeait sans cesse : lue %d fois, chaque fois différente",
	},
	{
		en: "a read without a type, or without an id or a tenant's prefix, would read everything: refused",
		nl: "lezen zonder type, of zonder id of voorvoegsel van een tenant, zou alles lezen: geweigerd",
		fr: "une lecture sans type, ou sans id ni préfixe de tenant, lirait tout : refusée",
	},
	{
		en: "the engine answered without a relationship",
		nl: "de engine antwoordde zonder relatie",
		fr: "le moteur a répondu sans relation",
	},
	{
		en: "%T is no message of gRPC",
		nl: "%T is geen bericht van gRPC",
		fr: "%T n'est pas un message de gRPC",
	},
	{
		en: "%T is no page of an export",
		nl: "%T is geen pagina van een export",
		fr: "%T n'est pas une page d'un export",
	},
	{
		en: "other syncs of %s keep beginning, nothing is written",
		nl: "er beginnen steeds andere synchronisaties van %s, er is niets geschreven",
		fr: "d'autres synchronisations de %s commencent sans cesse, rien n'est écrit",
	},
	{
		en: "taking the lease of %s: %w: nothing is written; run the same sync again",
		nl: "de lease van %s nemen: %v: er is niets geschreven; voer dezelfde synchronisatie nog eens uit",
		fr: "prise du bail de %s : %v : rien n'est écrit ; relancez la même synchronisation",
	},
	{
		en: "another sync of tenant %s began meanwhile, nothing is written",
		nl: "intussen begon een andere synchronisatie van tenant %s, er is niets geschreven",
		fr: "une autre synchronisation du tenant %s a commencé entre-temps, rien n'est écrit",
	},
	{
		en: "all of tenant %s is gone but who may write it: %w: remove it again",
		nl: "alles van tenant %s is weg, behalve wie erin mag schrijven: %v: verwijder de tenant nog eens",
		fr: "tout du tenant %s est retiré, sauf qui peut y écrire : %v : retirez-le encore une fois",
	},
	{
		en: "a budget of %d %% for a day is less than what one plan may do: give 100 or more, or leave it out",
		nl: "een budget van %d %% voor een dag is minder dan wat één plan mag: geef 100 of meer, of laat het weg",
		fr: "un budget de %d %% pour un jour est moins que ce que peut un seul plan : donnez 100 ou plus, ou omettez-le",
	},
	{
		en: "%d %s are less than none: give how many are meant, or leave it out",
		nl: "%d %s is minder dan niets: zeg hoeveel er bedoeld zijn, of laat het weg",
		fr: "%d %s est moins que rien : dites combien sont voulus, ou omettez-le",
	},
	{
		en: "tenant %s: %s",
		nl: "tenant %s: %s",
		fr: "tenant %s : %s",
	},
	{
		en: "nothing was written: the plan changes too much",
		nl: "er is niets geschreven: het plan verandert te veel",
		fr: "rien n'a été écrit : le plan change trop",
	},
	{
		en: "goes as a whole, with all of its %d relationships",
		nl: "verdwijnt als geheel, met alle %d relaties",
		fr: "disparaît en entier, avec ses %d relations",
	},
	{
		en: "loses %d of its %d relationships; the limit is %d",
		nl: "verliest %d van de %d relaties; de grens is %d",
		fr: "perd %d de ses %d relations ; la limite est %d",
	},
	{
		en: "loses %d of its %d relationships, with those of the last day %d; the limit of a day is %d",
		nl: "verliest %d van de %d relaties, met die van de laatste dag erbij %d; de grens voor een dag is %d",
		fr: "perd %d de ses %d relations, avec celles du dernier jour %d ; la limite d'un jour est %d",
	},
	{
		en: "loses its last active %s (%d before)",
		nl: "verliest de laatste actieve %s (hiervoor %d)",
		fr: "perd le dernier titulaire actif du rôle %s (%d auparavant)",
	},
	{
		en: "loses all %s that a source named, and nobody looks at the plan",
		nl: "verliest alle %s die een bron noemde, en niemand bekijkt het plan",
		fr: "perd l'ensemble des %s qu'une source nommait, et personne ne regarde le plan",
	},
	{
		en: "reading the engine's schema: the engine did not say at which revision",
		nl: "het schema van de engine lezen: de engine zei niet bij welke revisie",
		fr: "lecture du schéma du moteur : le moteur n'a pas dit à quelle révision",
	},
	{
		en: "the engine answered %s, which is not in the tenant",
		nl: "de engine antwoordde %s, dat niet in de tenant is",
		fr: "le moteur a répondu %s, qui n'est pas dans le tenant",
	},
	{
		en: "looking for tenants that no source names: %w",
		nl: "zoeken naar tenants die geen bron noemt: %v",
		fr: "recherche des tenants qu'aucune source ne nomme : %v",
	},
	{
		en: "plan %s",
		nl: "het plan %s",
		fr: "le plan %s",
	},
	{
		en: "plan %s: %v",
		nl: "het plan %s: %v",
		fr: "le plan %s : %v",
	},
	{
		en: "was not made by this program",
		nl: "is niet door dit programma gemaakt",
		fr: "n'a pas été fait par ce programme",
	},
	{
		en: "plan cannot be read: %w",
		nl: "het plan is niet te lezen: %v",
		fr: "le plan est illisible : %v",
	},
	{
		en: "is damaged",
		nl: "is beschadigd",
		fr: "est abîmé",
	},
	{
		en: "does not match its digest: it was damaged or edited",
		nl: "past niet bij zijn controlegetal: het is beschadigd of bewerkt",
		fr: "ne correspond pas à son empreinte : il a été abîmé ou modifié",
	},
	{
		en: "is not JSON",
		nl: "is geen JSON",
		fr: "n'est pas du JSON",
	},
	{
		en: "has format %d, and this program reads %d",
		nl: "heeft formaat %d, en dit programma leest %d",
		fr: "a le format %d, et ce programme lit le %d",
	},
	{
		en: "protected %s is no user, such as user:acme/ada",
		nl: "beschermd: %s is geen gebruiker, zoals user:acme/ada",
		fr: "protégé : %s n'est pas un utilisateur, comme user:acme/ada",
	},
	{
		en: "protected role %s is none in a tenant: they are %v",
		nl: "beschermde rol %s is er geen in een tenant: dat zijn %v",
		fr: "le rôle protégé %s n'existe pas dans un tenant : ce sont %v",
	},
	{
		en: "%s loses the protected role %s",
		nl: "%s verliest de beschermde rol %s",
		fr: "%s perd le rôle protégé %s",
	},
	{
		en: "loses its last active %s, which is protected: %s",
		nl: "verliest de laatste actieve %s, en die rol is beschermd: %s",
		fr: "perd le dernier titulaire actif du rôle protégé %s : %s",
	},
	{
		en: "%s, who is protected, loses the role %s",
		nl: "%s is beschermd en verliest de rol %s",
		fr: "%s, qui est protégé, perd le rôle %s",
	},
	{
		en: "%s, who is protected, becomes inactive",
		nl: "%s is beschermd en wordt inactief",
		fr: "%s, qui est protégé, devient inactif",
	},
	{
		en: "%s and %d more",
		nl: "%s en nog %d",
		fr: "%s et %d de plus",
	},
	{
		en: "%s is an application's now, or no longer",
		nl: "%s is nu van een applicatie, of niet meer",
		fr: "%s est à présent à une application, ou ne l'est plus",
	},
	{
		en: "it changes what needs no change",
		nl: "het wijzigt wat geen wijziging nodig heeft",
		fr: "il change ce qui n'a pas à changer",
	},
	{
		en: "what it leads to no source asks for: %w",
		nl: "waar het toe leidt vraagt geen bron: %v",
		fr: "aucune source ne demande ce à quoi il mène : %v",
	},
	{
		en: "taking away what an older model left in %s: %w",
		nl: "weghalen wat een ouder model achterliet in %s: %v",
		fr: "retrait de ce qu'un ancien modèle a laissé dans %s : %v",
	},
	{
		en: "accounts",
		nl: "accounts",
		fr: "comptes",
	},
	{
		en: "who is active",
		nl: "wie actief is",
		fr: "qui est actif",
	},
	{
		en: "roles and groups",
		nl: "rollen en groepen",
		fr: "rôles et groupes",
	},
	{
		en: "links",
		nl: "koppelingen",
		fr: "liens",
	},
	{
		en: "emergency procedure",
		nl: "noodprocedure",
		fr: "procédure d'urgence",
	},
	{
		en: "objects",
		nl: "objecten",
		fr: "objets",
	},
	{
		en: "%s%s (was%s)",
		nl: "%s%s (was%s)",
		fr: "%s%s (c'était%s)",
	},
	{
		en: "%s%s (was without an end)",
		nl: "%s%s (had geen einde)",
		fr: "%s%s (c'était sans fin)",
	},
	{
		en: " whatever the time",
		nl: " op elk tijdstip",
		fr: " à tout moment",
	},
	{
		en: " until %s",
		nl: " tot %s",
		fr: " jusqu'au %s",
	},
	{
		en: "the %s of %s",
		nl: "de %s van %s",
		fr: "le %s de %s",
	},
	{
		en: "stale plan: %s; make a new plan",
		nl: "verouderd plan: %s; maak een nieuw plan",
		fr: "plan périmé : %s ; faites un nouveau plan",
	},
	{
		en: "what a source wrote in the engine has changed since it was made, perhaps by applying it",
		nl: "wat een bron in de engine schreef is veranderd sinds het gemaakt is, misschien doordat het al is toegepast",
		fr: "ce qu'une source a écrit dans le moteur a changé depuis qu'il a été fait, peut-être parce qu'il a été appliqué",
	},
	{
		en: "tenant %s: no changes (%d {relationship|relationships})",
		nl: "tenant %s: geen wijzigingen (%d {relatie|relaties})",
		fr: "tenant %s : aucun changement (%d {relation|relations})",
	},
	{
		en: "tenant %s: %s (%d {relationship|relationships} now)",
		nl: "tenant %s: %s (nu %d {relatie|relaties})",
		fr: "tenant %s : %s (%d {relation|relations} à présent)",
	},
	{
		en: "permissions, each user on each resource: %d taken away, %d given",
		nl: "rechten, elke gebruiker op elk object: %d weggenomen, %d gegeven",
		fr: "droits, chaque utilisateur sur chaque objet : %d {retiré|retirés}, %d {donné|donnés}",
	},
	{
		en: "given",
		nl: "gegeven",
		fr: "donnés",
	},
	{
		en: "taken away",
		nl: "weggenomen",
		fr: "retirés",
	},
	{
		en: "changed",
		nl: "gewijzigd",
		fr: "modifiés",
	},
	{
		en: "cleared",
		nl: "opgeruimd",
		fr: "nettoyés",
	},
	{
		en: "%s of %s",
		nl: "%s van %s",
		fr: "%s (%s)", // "de" would want its vowels looked after
	},
	{
		en: "the engine is empty: the schema is written first",
		nl: "de engine is leeg: eerst wordt het schema geschreven",
		fr: "le moteur est vide : le schéma est écrit d'abord",
	},
	{
		en: "notices",
		nl: "opmerkingen",
		fr: "remarques",
	},
	{
		en: "notice: %s",
		nl: "opmerking: %s",
		fr: "remarque : %s",
	},
	{
		en: "the engine also has tenant %s, which no source names: it stays as it is, with everybody's access",
		nl: "de engine heeft ook tenant %s, die geen bron noemt: die blijft zoals hij is, met ieders toegang",
		fr: "le moteur a aussi le tenant %s, qu'aucune source ne nomme : il reste tel quel, avec l'accès de chacun",
	},
	{
		en: "nothing to do",
		nl: "niets te doen",
		fr: "rien à faire",
	},
	{
		en: "in all: %s (that take away: %d)",
		nl: "samen: %s, waarvan %d om iets weg te nemen",
		fr: "en tout : %s (qui retirent quelque chose : %d)",
	},
	{
		en: "and %d more %s",
		nl: "en nog %d %s",
		fr: "et encore %d %s",
	},
	{
		en: "the sources do not go with what the engine holds of kinds that none of them owns: %w",
		nl: "de bronnen passen niet bij wat de engine heeft van soorten die van geen bron zijn: %v",
		fr: "les sources ne vont pas avec ce que le moteur contient des sortes qu'aucune d'elles ne possède : %v",
	},
	{
		en: "counting what the plan gives: %w",
		nl: "tellen wat het plan geeft: %v",
		fr: "calcul de ce que le plan donne : %v",
	},
	{
		en: "reading %s of every tenant: %w",
		nl: "%s van elke tenant lezen: %v",
		fr: "lecture de %s de chaque tenant : %v",
	},
	{
		en: "the engine has no tenant %s",
		nl: "de engine heeft geen tenant %s",
		fr: "le moteur n'a pas de tenant %s",
	},
	{
		en: "TAKES AWAY",
		nl: "NEEMT WEG",
		fr: "RETIRE",
	},
	{
		en: "TAKES AWAY, written by an application, as somebody decided who may",
		nl: "NEEMT AF, door een applicatie geschreven, zoals iemand besliste die dat mag",
		fr: "RETIRE, écrit par une application, comme l'a décidé quelqu'un qui le peut",
	},
	{
		en: "the source still names %s: take it out there, or the next sync brings it back",
		nl: "de bron noemt %s nog: haal het daar weg, of de volgende synchronisatie brengt het terug",
		fr: "la source nomme encore %s : retirez-le là, ou la prochaine synchronisation le ramène",
	},
	{
		en: "%s has changed since it was decided about, or is gone",
		nl: "%s is veranderd sinds erover beslist is, of is weg",
		fr: "%s a changé depuis qu'on en a décidé, ou n'est plus là",
	},
	{
		en: "cannot take away %s: it is no role",
		nl: "kan %s niet afnemen: het is geen rol",
		fr: "ne peut retirer %s : ce n'est pas un rôle",
	},
	{
		en: "cannot take away %s: no source and no application wrote it",
		nl: "kan %s niet afnemen: geen bron en geen applicatie schreef het",
		fr: "ne peut retirer %s : aucune source et aucune application ne l'a écrit",
	},
	{
		en: "would lead to what no source asks for",
		nl: "zou leiden tot wat geen bron vraagt",
		fr: "mènerait à ce qu'aucune source ne demande",
	},
	{
		en: "CLEARS AWAY, written by an application for what is gone",
		nl: "RUIMT OP, door een applicatie geschreven over wat weg is",
		fr: "NETTOIE, écrit par une application pour ce qui a disparu",
	},
	{
		en: "CLEARS AWAY, written with a time of its own, so that no clock ends it",
		nl: "RUIMT OP, geschreven met een eigen tijdstip, zodat geen klok het beëindigt",
		fr: "NETTOIE, écrit avec un moment propre, de sorte qu'aucune horloge n'y met fin",
	},
	{
		en: "CLEARS AWAY, as the tenant goes as a whole",
		nl: "RUIMT OP, omdat de tenant als geheel verdwijnt",
		fr: "NETTOIE, parce que le tenant disparaît en entier",
	},
	{
		en: "TAKES OVER, made by an application and now named by the source",
		nl: "NEEMT OVER, door een applicatie gemaakt en nu door de bron genoemd",
		fr: "REPREND, créé par une application et maintenant nommé par la source",
	},
	{
		en: "changes",
		nl: "wijzigt",
		fr: "modifie",
	},
	{
		en: "gives",
		nl: "geeft",
		fr: "donne",
	},
	{
		en: "%d taken away, %d cleared away, %d changed, %d given",
		nl: "%d weggenomen, %d opgeruimd, %d gewijzigd, %d gegeven",
		fr: "%d {retiré|retirés}, %d {nettoyé|nettoyés}, %d {modifié|modifiés}, %d {donné|donnés}",
	},
	{
		en: ", and %d {relationship that follows|relationships that follow} from them",
		nl: ", en %d {relatie die daaruit volgt|relaties die daaruit volgen}",
		fr: ", et %d {relation qui en découle|relations qui en découlent}",
	},
	{
		en: "it cannot be undone: %s",
		nl: "ongedaan maken kan niet: %s",
		fr: "l'annulation est impossible : %s",
	},
	{
		en: "it cannot be undone: %s: %v",
		nl: "ongedaan maken kan niet: %s: %v",
		fr: "l'annulation est impossible : %s : %v",
	},
	{
		en: "the engine is empty",
		nl: "de engine is leeg",
		fr: "le moteur est vide",
	},
	{
		en: "%s stays the source's, which took it over from an application",
		nl: "%s blijft van de bron, die het van een applicatie overnam",
		fr: "%s reste à la source, qui l'a repris d'une application",
	},
	{
		en: "%s is an application's now",
		nl: "%s is nu van een applicatie",
		fr: "%s est à présent à une application",
	},
	{
		en: "left out: %s has ended meanwhile",
		nl: "weggelaten: %s is intussen verlopen",
		fr: "laissé de côté : %s a pris fin entre-temps",
	},
	{
		en: "%s that applications wrote, and the plan cleared away, do not come back",
		nl: "%s die applicaties schreven en die het plan opruimde, komen niet terug",
		fr: "%s que des applications ont écrites, et que le plan a nettoyées, ne reviennent pas",
	},
	{
		en: "what it leads back to no source asks for",
		nl: "waar het naar terugleidt vraagt geen bron",
		fr: "aucune source ne demande ce à quoi il ramène",
	},
	{
		en: "%s was changed again since, or never made (if that was interrupted, run it again first)",
		nl: "%s is daarna weer gewijzigd, of nooit gemaakt (als het onderbroken werd, voer het dan eerst nog eens uit)",
		fr: "%s a été changé de nouveau depuis, ou jamais fait (si cela a été interrompu, relancez-le d'abord)",
	},
	{
		en: "keeping what is about to be written, to undo it by: %w: nothing is written",
		nl: "bewaren wat geschreven gaat worden, om het ongedaan te kunnen maken: %v: er is niets geschreven",
		fr: "conservation de ce qui va être écrit, pour pouvoir l'annuler : %v : rien n'est écrit",
	},
	{
		en: "its tenants are out of order",
		nl: "de tenants staan niet op volgorde",
		fr: "ses tenants ne sont pas dans l'ordre",
	},
	{
		en: "%s cannot be",
		nl: "%s kan niet",
		fr: "%s est impossible",
	},
	{
		en: "%s would be missing",
		nl: "%s zou ontbreken",
		fr: "%s manquerait",
	},
	{
		en: "%s would have other terms: %v in place of %v",
		nl: "%s zou andere voorwaarden hebben: %v in plaats van %v",
		fr: "%s aurait d'autres conditions : %v au lieu de %v",
	},
	{
		en: "another sync of %s began meanwhile and goes on instead (%d of %d changes were written before)",
		nl: "intussen begon een andere synchronisatie van %s, die in plaats hiervan doorgaat (%d van %d wijzigingen waren al geschreven)",
		fr: "une autre synchronisation de %s a commencé entre-temps et continue à la place (%d {changement était écrit|changements étaient écrits} sur %d)",
	},
	{
		en: "somebody else wrote the same relationships meanwhile (%d of %d changes were written before): %v",
		nl: "iemand anders schreef intussen dezelfde relaties (%d van %d wijzigingen waren al geschreven): %v",
		fr: "quelqu'un d'autre a écrit les mêmes relations entre-temps (%d {changement était écrit|changements étaient écrits} sur %d) : %v",
	},
	{
		en: "write %d of %d failed: %w: %d of %d changes are written, this write whole or not at all, and of the rest none; nobody has more than before or after; run the same sync again to go on",
		nl: "schrijven %d van %d mislukte: %v: %d van %d wijzigingen zijn geschreven, dit deel helemaal of niet, en van de rest niets; niemand heeft meer dan hiervoor of hierna; voer dezelfde synchronisatie nog eens uit om verder te gaan",
		fr: "l'écriture %d sur %d a échoué : %v : %d {changement est écrit|changements sont écrits} sur %d, cette écriture en entier ou pas du tout, et rien du reste ; personne n'a plus qu'avant ou après ; relancez la même synchronisation pour continuer",
	},
	{
		en: "the reason has %d bytes, and %d at most are kept",
		nl: "de reden heeft %d bytes, en er worden er ten hoogste %d bewaard",
		fr: "le motif fait %d octets, et %d au plus sont conservés",
	},
	{
		en: "the review of the emergency access of %s to %s is refused: %s",
		nl: "de beoordeling van de noodtoegang van %s tot %s is geweigerd: %s",
		fr: "l'examen de l'accès d'urgence de %s à %s est refusé : %s",
	},
	{
		en: "reviewing the emergency access of %s to %s: %w: see `remit emergency log` before trying again",
		nl: "de noodtoegang van %s tot %s beoordelen: %v: kijk in `remit emergency log` voor u het nog eens probeert",
		fr: "examen de l'accès d'urgence de %s à %s : %v : voyez `remit emergency log` avant de réessayer",
	},
	{
		en: "the reviewer and the client are of different tenants",
		nl: "de beoordelaar en de cliënt zijn van verschillende tenants",
		fr: "l'examinateur et le client sont de tenants différents",
	},
	{
		en: "%s had the access: somebody else is to review it",
		nl: "%s had de toegang: iemand anders moet die beoordelen",
		fr: "%s avait l'accès : quelqu'un d'autre doit l'examiner",
	},
	{
		en: "it is not known when it began",
		nl: "het is niet bekend wanneer zij begon",
		fr: "on ne sait pas quand il a commencé",
	},
	{
		en: "the finding %s does not exist: choose %s, %s or %s",
		nl: "het oordeel %s bestaat niet: kies %s (terecht), %s (onterecht) of %s (onduidelijk)",
		fr: "la conclusion %s n'existe pas : choisissez %s (justifié), %s (injustifié) ou %s (pas clair)",
	},
	{
		en: "the note is blank: say what the finding rests on",
		nl: "de toelichting is leeg: zeg waar het oordeel op rust",
		fr: "la note est vide : dites sur quoi repose la conclusion",
	},
	{
		en: "the note has %d bytes, and %d at most are kept",
		nl: "de toelichting heeft %d bytes, en er worden er ten hoogste %d bewaard",
		fr: "la note fait %d octets, et %d au plus sont conservés",
	},
	{
		en: "%s may not: it takes %s",
		nl: "%s mag dat niet: er is %s voor nodig",
		fr: "%s ne le peut pas : il faut %s",
	},
	{
		en: "%s has reviewed it already",
		nl: "%s heeft die al beoordeeld",
		fr: "%s l'a déjà examiné",
	},
	{
		en: "reading tenant %s: %w",
		nl: "tenant %s lezen: %v",
		fr: "lecture du tenant %s : %v",
	},
	{
		en: "there is more",
		nl: "er is meer",
		fr: "il y en a plus",
	},
	{
		en: "loses all %s that a source named: the source has none any more",
		nl: "verliest alle %s die een bron noemde: de bron heeft er geen meer",
		fr: "perd l'ensemble des %s qu'une source nommait : la source n'en a plus",
	},
	{
		en: "changes are a list",
		nl: "wijzigingen zijn een lijst",
		fr: "les modifications forment une liste",
	},
	{
		en: "a plan without %s",
		nl: "een plan zonder %s",
		fr: "un plan sans %s",
	},
}
