package catalogue

// helpTexts are about help.
var helpTexts = []text{
	{
		en: "default %s",
		nl: "standaard %s",
		fr: "par défaut %s",
	},
	{
		en: "let the plan remove up to `N` relationships that a source wrote, whatever the safety limits say",
		nl: "laat het plan tot `N` relaties wegnemen die een bron schreef, wat de veiligheidsgrenzen ook zeggen",
		fr: "laisse le plan retirer jusqu'à `N` relations qu'une source a écrites, quoi que disent les limites de sécurité",
	},
	{
		en: "let the plan give up to `N` permissions, whatever the safety limits say",
		nl: "laat het plan tot `N` rechten geven, wat de veiligheidsgrenzen ook zeggen",
		fr: "laisse le plan donner jusqu'à `N` droits, quoi que disent les limites de sécurité",
	},
	{
		en: "take links with an end to a SpiceDB that may allow by them some seconds longer",
		nl: "breng koppelingen met een einde naar een SpiceDB die ze enkele seconden langer kan laten gelden",
		fr: "porte des liens qui ont une fin à un SpiceDB qui peut les laisser valoir quelques secondes de plus",
	},
	{
		en: "keep what is applied in this `FOLDER`, for undo (default beside the store; none for an engine elsewhere)",
		nl: "bewaar wat wordt toegepast in deze `MAP`, voor undo (standaard naast de opslag; geen voor een engine elders)",
		fr: "conserve ce qui est appliqué dans ce `DOSSIER`, pour undo (par défaut à côté du dépôt ; aucun pour un moteur ailleurs)",
	},
	{
		en: "`WHO` is answerable for the change, kept beside it",
		nl: "`WIE` verantwoordelijk is voor de wijziging, wat erbij bewaard wordt",
		fr: "`QUI` répond du changement, conservé avec lui",
	},
	{
		en: "Make a change that plan --out kept",
		nl: "Voer een wijziging uit die plan --out bewaarde",
		fr: "Faire un changement que plan --out a conservé",
	},
	{
		en: `Makes the change in a plan that plan --out kept; - is standard input. A
plan is refused if what a source wrote has changed since, or if it leads to what
no source asks for (exit code 2), or if a safety limit stands against it (exit
code 3), by the numbers that are true now. What the plan orphans of
what an application wrote is cleared away too, whatever came of it since. Interrupted, it leaves
too little access rather than too much: plan again and apply that.`,
		nl: `Voert de wijziging uit van een plan dat plan --out bewaarde; - is standaardinvoer. Een
plan wordt geweigerd als wat een bron schreef intussen veranderd is, of als het leidt tot
wat geen bron vraagt (exitcode 2), of als een veiligheidsgrens het tegenhoudt (exitcode
3), naar de aantallen van nu. Wat van een applicatie is en door het plan verweest wordt
ook opgeruimd, wat er intussen ook bij kwam. Onderbroken laat het te weinig toegang
achter en nooit te veel: maak een nieuw plan en voer dat uit.`,
		fr: `Fait le changement d'un plan que plan --out a conservé ; - est l'entrée standard. Un
plan est refusé si ce qu'une source a écrit a changé depuis, ou s'il mène à ce qu'aucune
source ne demande (code de sortie 2), ou si une limite de sécurité s'y oppose (code de
sortie 3), d'après les nombres du moment. Ce que le plan rend orphelin de ce qu'une
application a écrit est nettoyé aussi, quoi qu'il s'y soit ajouté. Interrompu, il laisse
trop peu d'accès plutôt que trop : refaites un plan et appliquez-le.`,
	},
	{
		en: "Plan a source, or the sources of the settings, and apply the plan",
		nl: "Maak van een bron, of van de bronnen in de instellingen, een plan en voer het uit",
		fr: "Faire un plan d'une source, ou des sources des réglages, et l'appliquer",
	},
	{
		en: `Plans a source, a folder or a file, or the sources of the settings, prints the plan
and applies it, within the safety limits. Interrupted anywhere, the same again
finishes it.`,
		nl: `Maakt een plan van een bron, een map of een bestand, of van de bronnen in de
instellingen, toont het en voert het uit, binnen de veiligheidsgrenzen. Waar het ook
onderbroken wordt, hetzelfde nog eens maakt het af.`,
		fr: `Fait un plan d'une source, dossier ou fichier, ou des sources des réglages, le montre
et l'applique, dans les limites de sécurité. Interrompu n'importe où, le même de nouveau
le termine.`,
	},
	{
		en: `With --watch it goes on: it syncs when a source changes, and every --every, until it is
stopped. Nobody looks at those plans, so nothing lifts the limits, and a kind of row
of which a source names none any more does not go. A source that cannot be read whole,
twice alike, changes nothing: the engine keeps what it has, which is said on standard
error and in --status FILE.`,
		nl: `Met --watch gaat het door: het synchroniseert als een bron verandert, en elke --every,
tot het gestopt wordt. Niemand bekijkt die plannen, dus niets heft de grenzen op, en een
soort rij waarvan een bron er geen meer noemt verdwijnt niet. Een bron die niet heel en
twee keer gelijk te lezen is verandert niets: de engine houdt wat hij heeft, en dat staat
op de foutuitvoer en in --status BESTAND.`,
		fr: `Avec --watch il continue : il synchronise quand une source change, et à chaque --every,
jusqu'à ce qu'on l'arrête. Personne ne regarde ces plans, donc rien ne lève les limites,
et une sorte de ligne dont une source ne nomme plus aucune ne disparaît pas. Une source
qui ne se lit pas en entier, deux fois pareille, ne change rien : le moteur garde ce
qu'il a, ce qui est dit sur la sortie d'erreur et dans --status FICHIER.`,
	},
	{
		en: "Write everything, as it is at one moment, into a new file",
		nl: "Schrijf alles, zoals het op één moment is, in een nieuw bestand",
		fr: "Écrire tout, tel qu'à un moment donné, dans un nouveau fichier",
	},
	{
		en: `Writes a consistent snapshot into a new file, which is there when it is whole
and not before. Of a store it has everything; of an engine that runs elsewhere
(--endpoint), such as a remit that serves, the schema and the relationships.
The file is itself a store: restore makes one of it, --store FILE reads it.`,
		nl: `Schrijft een samenhangende momentopname in een nieuw bestand, dat er pas is als het
heel is. Van een opslag staat alles erin; van een engine elders (--endpoint), zoals een
remit die bedient, het schema en de relaties. Het bestand is zelf een opslag: restore
maakt er een van, --store BESTAND leest het.`,
		fr: `Écrit un instantané cohérent dans un nouveau fichier, qui n'est là que quand il est
entier. D'un dépôt il a tout ; d'un moteur qui tourne ailleurs (--endpoint), comme un
remit qui sert, le schéma et les relations. Le fichier est lui-même un dépôt : restore
en fait un, --store FICHIER le lit.`,
	},
	{
		en: "Make a new store of a backup",
		nl: "Maak een nieuwe opslag van een reservekopie",
		fr: "Faire un nouveau dépôt d'une sauvegarde",
	},
	{
		en: `Makes a new store, at --store FILE, of what backup wrote. A store that is there
already is never touched.`,
		nl: `Maakt een nieuwe opslag, op --store BESTAND, van wat backup schreef. Een opslag die er
al is wordt nooit aangeraakt.`,
		fr: `Fait un nouveau dépôt, à --store FICHIER, de ce que backup a écrit. Un dépôt qui existe
déjà n'est jamais touché.`,
	},
	{
		en: "List every permission of a user on something, with its outcome",
		nl: "Toon elk recht van een gebruiker op iets, met de uitkomst",
		fr: "Lister chaque droit d'un utilisateur sur quelque chose, avec son résultat",
	},
	{
		en: "Answer one question, or with -f many",
		nl: "Beantwoord één vraag, of met -f vele",
		fr: "Répondre à une question, ou avec -f à beaucoup",
	},
	{
		en: "Prints allowed, denied or conditional, and exits with 0 only for allowed.",
		nl: `Schrijft allowed (toegestaan), denied (geweigerd) of conditional (voorwaardelijk), en
eindigt alleen bij allowed met 0.`,
		fr: `Écrit allowed (autorisé), denied (refusé) ou conditional (conditionnel), et ne finit
avec 0 que pour allowed.`,
	},
	{
		en: `With -f FILE (- for standard input) it asks one question a line: subject,
permission and resource, separated by tabs, or by blanks in a line without a
tab. It answers one line each in the same order: the outcome, a tab, the line as
it was read; where characters of it cannot be seen, with those fields in quotes
and tabs between them. A quoted reference, as which and who print it too, is read
like any other.
A line that cannot be answered has the outcome error, says why on standard
error, and makes the exit code 2. A blank line, and one that begins with #, is no
question: it comes back with a blank outcome.`,
		nl: `Met -f BESTAND (- voor standaardinvoer) stelt het één vraag per regel: gebruiker, recht
en object, met tabs ertussen, of met spaties in een regel zonder tab. Het antwoordt met
even veel regels in dezelfde volgorde: de uitkomst, een tab, de regel zoals gelezen; waar
tekens ervan niet te zien zijn met die velden tussen aanhalingstekens en tabs ertussen.
Een verwijzing tussen aanhalingstekens, zoals which en who die ook schrijven, wordt
gewoon gelezen. Een regel die niet te beantwoorden is heeft de uitkomst error, zegt
waarom op de foutuitvoer, en maakt de exitcode 2. Een lege regel, en een die met # begint,
is geen vraag: die komt terug zonder uitkomst.`,
		fr: `Avec -f FICHIER (- pour l'entrée standard) il pose une question par ligne : utilisateur,
droit et objet, séparés par des tabulations, ou par des espaces dans une ligne sans
tabulation. Il répond par autant de lignes dans le même ordre : le résultat, une
tabulation, la ligne telle que lue ; là où des caractères ne se voient pas, avec ces
champs entre guillemets et des tabulations entre eux. Une référence entre guillemets,
comme which et who l'écrivent aussi, se lit comme une autre. Une ligne sans réponse a le
résultat error, dit pourquoi sur la sortie d'erreur, et donne le code de sortie 2. Une ligne
vide, et une qui commence par #, n'est pas une question : elle revient sans résultat.`,
	},
	{
		en: `With --data FILE.yaml, in SpiceDB's validation format, and --schema FILE.zed where
that has no schema, it asks about any SpiceDB schema, in an engine that lives for
this one command. A reference is type:id then, and a relation can be asked too.`,
		nl: `Met --data BESTAND.yaml, in het validatieformaat van SpiceDB, en --schema BESTAND.zed
als er geen schema in staat, vraagt het over elk SpiceDB-schema, in een engine die alleen
voor deze opdracht bestaat. Een verwijzing is dan type:id, en ook een relatie kan
gevraagd worden.`,
		fr: `Avec --data FICHIER.yaml, au format de validation de SpiceDB, et --schema FICHIER.zed
s'il n'a pas de schéma, il interroge n'importe quel schéma SpiceDB, dans un moteur qui
ne vit que pour cette commande. Une référence est alors type:id, et une relation peut
être demandée aussi.`,
	},
	{
		en: "ask the questions in `FILE`, one a line; - is standard input",
		nl: "stel de vragen in `BESTAND`, één per regel; - is standaardinvoer",
		fr: "pose les questions de `FICHIER`, une par ligne ; - est l'entrée standard",
	},
	{
		en: "what the question brings to caveats, as a `JSON` object",
		nl: "wat de vraag aan caveats meebrengt, als `JSON`-object",
		fr: "ce que la question apporte aux caveats, comme objet `JSON`",
	},
	{
		en: "Show the role tables of two small worlds, some questions and their reasons",
		nl: "Toon de roltabellen van twee kleine werelden, enkele vragen en hun redenen",
		fr: "Montrer les tableaux des rôles de deux petits mondes, quelques questions et leurs raisons",
	},
	{
		en: "Say how what the engine holds differs from the sources; exit code 1 if it does",
		nl: "Zeg hoe wat de engine heeft van de bronnen afwijkt; exitcode 1 als dat zo is",
		fr: "Dire en quoi ce que le moteur contient diffère des sources ; code de sortie 1 si c'est le cas",
	},
	{
		en: `Compares what the engine holds with a source, or with the sources of the settings,
and writes nothing: what is missing, what has other terms, what is extra, what has
ended and is still there, what applications left orphaned, and the tenants that no
source names. What applications and an institution's own model have besides is
counted, and is no difference.`,
		nl: `Vergelijkt wat de engine heeft met een bron, of met de bronnen van de instellingen, en
schrijft niets: wat ontbreekt, wat andere voorwaarden heeft, wat te veel is, wat verlopen
is en er nog staat, wat applicaties verweesd achterlieten, en de tenants die geen bron
noemt. Wat er verder van applicaties en van het eigen model van een instelling is wordt
geteld, en is geen verschil.`,
		fr: `Compare ce que le moteur contient avec une source, ou avec les sources des réglages, et
n'écrit rien : ce qui manque, ce qui a d'autres conditions, ce qui est en trop, ce qui a
pris fin et s'y trouve encore, ce que des applications ont laissé orphelin, et les
tenants qu'aucune source ne nomme. Ce que des applications et le modèle propre d'une
institution ont en plus est compté, et n'est pas une différence.`,
	},
	{
		en: `The exit code is 0 if nothing differs, 1 if something does, and 2 on an error, so that
a scheduled job can go by it.`,
		nl: `De exitcode is 0 als niets afwijkt, 1 als er iets afwijkt, en 2 bij een fout, zodat een
geplande taak erop kan varen.`,
		fr: `Le code de sortie est 0 si rien ne diffère, 1 si quelque chose diffère, et 2 en cas
d'erreur, pour qu'une tâche planifiée puisse s'y fier.`,
	},
	{
		en: "print every difference",
		nl: "toon elk verschil",
		fr: "montre chaque différence",
	},
	{
		en: "the practitioner, a `USER` such as user:veldzicht/anna",
		nl: "de hulpverlener, een `GEBRUIKER` zoals user:veldzicht/anna",
		fr: "le praticien, un `UTILISATEUR` comme user:veldzicht/anna",
	},
	{
		en: "the `CLIENT`, such as client:veldzicht/c-1003",
		nl: "de `CLIËNT`, zoals client:veldzicht/c-1003",
		fr: "le `CLIENT`, comme client:veldzicht/c-1003",
	},
	{
		en: "Give a practitioner temporary, read-only access to a client",
		nl: "Geef een hulpverlener tijdelijk toegang tot een cliënt, alleen om te lezen",
		fr: "Donner à un praticien un accès temporaire à un client, en lecture seule",
	},
	{
		en: `Gives an active practitioner temporary, read-only access to a client outside
the caseload. It ends by itself. Anybody else, too long a time, or a tenant whose
procedure is switched off is refused (exit code 3); a blank reason, or a user or
client that does not exist, is an error (2).`,
		nl: `Geeft een actieve hulpverlener tijdelijk toegang tot een cliënt buiten de caseload,
alleen om te lezen. Het eindigt vanzelf. Ieder ander, een te lange tijd of een tenant
waarvan de procedure uitstaat wordt geweigerd (exitcode 3); een lege reden, of een
gebruiker of cliënt die niet bestaat, is een fout (2).`,
		fr: `Donne à un praticien actif un accès temporaire, en lecture seule, à un client hors de
sa file active. Il finit de lui-même. Tout autre, une durée trop longue ou un tenant dont
la procédure est désactivée est refusé (code de sortie 3) ; un motif vide, ou un
utilisateur ou client qui n'existe pas, est une erreur (2).`,
	},
	{
		en: "why, in a `TEXT`; kept beside the access and in the engine's log of changes",
		nl: "waarom, in een `TEKST`; wordt bij de toegang en in het register van de engine bewaard",
		fr: "pourquoi, en un `TEXTE` ; conservé avec l'accès et dans le journal du moteur",
	},
	{
		en: "for which `TIME`, such as 45m",
		nl: "voor welke `DUUR`, zoals 45m",
		fr: "pour quelle `DURÉE`, comme 45m",
	},
	{
		en: "the longest `TIME` that the institution allows, at most 24h (default what the settings say of the tenant)",
		nl: "de langste `DUUR` die de instelling toestaat, ten hoogste 24h (standaard wat de instellingen van de tenant zeggen)",
		fr: "la plus longue `DURÉE` que l'institution permette, 24h au plus (par défaut ce que les réglages disent du tenant)",
	},
	{
		en: "End an emergency access before its time",
		nl: "Beëindig een noodtoegang voortijdig",
		fr: "Mettre fin à un accès d'urgence avant l'heure",
	},
	{
		en: "List the emergency access that has not ended, in one tenant or in all",
		nl: "Toon de noodtoegangen die niet geëindigd zijn, in één tenant of in alle",
		fr: "Lister les accès d'urgence qui n'ont pas pris fin, dans un tenant ou dans tous",
	},
	{
		en: `Lists the emergency access that has not ended, in one tenant or in all. While its
user's account is inactive, or not in the group practitioner, it gives nothing.`,
		nl: `Toont de noodtoegangen die niet geëindigd zijn, in één tenant of in alle. Zolang het
account van de gebruiker inactief is, of niet in de groep hulpverlener zit, geeft een
noodtoegang niets.`,
		fr: `Liste les accès d'urgence qui n'ont pas pris fin, dans un tenant ou dans tous. Tant que
le compte de l'utilisateur est inactif, ou n'est pas dans le groupe praticien, un accès
ne donne rien.`,
	},
	{
		en: "Print every emergency access with all that was done about it, from the record",
		nl: "Toon elke noodtoegang met alles wat eraan gedaan is, uit het register",
		fr: "Montrer chaque accès d'urgence avec tout ce qui en a été fait, d'après le registre",
	},
	{
		en: "read the record in this `FOLDER` (default beside the store)",
		nl: "lees het register in deze `MAP` (standaard naast de opslag)",
		fr: "lit le registre de ce `DOSSIER` (par défaut à côté du dépôt)",
	},
	{
		en: "Say why, or why not and what is missing",
		nl: "Zeg waarom wel, of waarom niet en wat er ontbreekt",
		fr: "Dire pourquoi, ou pourquoi pas et ce qui manque",
	},
	{
		en: `Says for an answer that allows by which path; for one that denies what stands
in the way, the smallest changes that would allow it, and who could make them.
It reads the engine afresh. Exits with 0 only for allowed.`,
		nl: `Zegt bij een antwoord dat toestaat langs welk pad; bij een dat weigert wat in de weg
staat, de kleinste wijzigingen die het zouden toestaan, en wie ze kan doen. Het leest de
engine opnieuw. Eindigt alleen met 0 als het toegestaan is.`,
		fr: `Dit pour une réponse qui autorise par quel chemin ; pour une qui refuse ce qui s'y
oppose, les plus petits changements qui l'autoriseraient, et qui pourrait les faire. Il
relit le moteur. Ne finit avec 0 que pour autorisé.`,
	},
	{
		en: "`FORMAT`: text, json, mermaid or dot (default text)",
		nl: "`VORM`: text, json, mermaid of dot (standaard text)",
		fr: "`FORMAT` : text, json, mermaid ou dot (par défaut text)",
	},
	{
		en: "Write Go names for what an institution's file adds",
		nl: "Schrijf Go-namen voor wat het bestand van een instelling toevoegt",
		fr: "Écrire des noms Go pour ce que le fichier d'une institution ajoute",
	},
	{
		en: `Writes a Go package with a typed name for each type, relation and permission that
OWN.zed adds to the model, the model itself, for checker.Options, and a check that an
engine has it, for an application's start. The package does not compile with a remit
whose model means something else: generate it anew then.`,
		nl: `Schrijft een Go-pakket met een getypeerde naam voor elk type, elke relatie en elk recht
dat EIGEN.zed aan het model toevoegt, het model zelf, voor checker.Options, en een
controle dat een engine het heeft, voor de start van een applicatie. Het pakket compileert
niet met een remit waarvan het model iets anders betekent: maak het dan opnieuw.`,
		fr: `Écrit un paquet Go avec un nom typé pour chaque type, relation et droit que PROPRE.zed
ajoute au modèle, le modèle lui-même, pour checker.Options, et un contrôle qu'un moteur
l'a, pour le démarrage d'une application. Le paquet ne compile pas avec un remit dont le
modèle veut dire autre chose : générez-le alors de nouveau.`,
	},
	{
		en: "the Go package's `NAME`",
		nl: "de `NAAM` van het Go-pakket",
		fr: "le `NOM` du paquet Go",
	},
	{
		en: "write to `FILE`, not to standard output",
		nl: "schrijf in `BESTAND`, niet naar standaarduitvoer",
		fr: "écrit dans `FICHIER`, pas sur la sortie standard",
	},
	{
		en: "Create, list and revoke keys of those who call the service",
		nl: "Maak, toon en trek sleutels in van wie de dienst aanroept",
		fr: "Créer, lister et révoquer les clés de qui appelle le service",
	},
	{
		en: "the `FILE` of keys, which `remit serve --keys` follows",
		nl: "het `BESTAND` met sleutels, dat `remit serve --keys` volgt",
		fr: "le `FICHIER` des clés, que `remit serve --keys` suit",
	},
	{
		en: "Make a key, and show it once",
		nl: "Maak een sleutel en toon hem één keer",
		fr: "Faire une clé, et la montrer une fois",
	},
	{
		en: `Makes a key and prints it: the only time that it is shown. The file, which is made
if there is none and is for its owner only, keeps what the key hashes to.`,
		nl: `Maakt een sleutel en toont hem: de enige keer dat hij te zien is. In het bestand, dat
gemaakt wordt als het er niet is en alleen voor de eigenaar is, staat alleen een hash.`,
		fr: `Fait une clé et l'écrit : la seule fois qu'elle est montrée. Le fichier, fait s'il
n'existe pas et pour son seul propriétaire, garde son empreinte.`,
	},
	{
		en: `A key of the purpose read asks; one of the purpose write also acts; both are for
the tenants that are named, or for all of them. One of the purpose admin reaches
SpiceDB's gRPC API, which knows no tenants, and the metrics.`,
		nl: `Een sleutel met doel read stelt vragen; een met doel write doet ook handelingen; beide
zijn voor de tenants die genoemd worden, of voor alle. Een met doel admin komt bij de
gRPC-API van SpiceDB, die geen tenants kent, en bij de meetwaarden.`,
		fr: `Une clé de l'usage read pose des questions ; une de l'usage write agit aussi ; les deux
sont pour les tenants nommés, ou pour tous. Une de l'usage admin atteint l'API gRPC de
SpiceDB, qui ne connaît pas de tenants, et les mesures.`,
	},
	{
		en: `To replace a key, create another, let its caller take it up, and revoke the first:
any number may be good at once.`,
		nl: `Om een sleutel te vervangen maakt u een andere, laat u de aanroeper die overnemen, en
trekt u de eerste in: er kunnen er zoveel tegelijk gelden als u wilt.`,
		fr: `Pour remplacer une clé, créez-en une autre, laissez l'appelant la prendre, et révoquez
la première : plusieurs peuvent valoir à la fois.`,
	},
	{
		en: "what the key is for: `read`, write or admin",
		nl: "waar de sleutel voor is: `read`, write of admin",
		fr: "l'usage de la clé : `read`, write ou admin",
	},
	{
		en: "a `TENANT` that it is for; may be given again",
		nl: "een `TENANT` waarvoor hij is; mag vaker gegeven worden",
		fr: "un `TENANT` auquel elle sert ; peut être répété",
	},
	{
		en: "let it be for all tenants, and for a schema without any",
		nl: "laat hem voor alle tenants zijn, en voor een schema zonder tenants",
		fr: "la fait valoir pour tous les tenants, et pour un schéma sans tenants",
	},
	{
		en: "after how `long` it is good no longer, such as 90d or 12h (default never)",
		nl: "na welke `DUUR` hij niet meer geldt, zoals 90d of 12h (standaard nooit)",
		fr: "après quelle `DURÉE` elle ne vaut plus, comme 90d ou 12h (par défaut jamais)",
	},
	{
		en: "List the keys: what they are for, never what they are",
		nl: "Toon de sleutels: waar ze voor zijn, nooit wat ze zijn",
		fr: "Lister les clés : leur usage, jamais ce qu'elles sont",
	},
	{
		en: "Take a key away, from within a second on",
		nl: "Trek een sleutel in, binnen een seconde van kracht",
		fr: "Retirer une clé, avec effet en une seconde",
	},
	{
		en: "Find in a schema what SpiceDB gets wrong, or a reader; exit code 1 if there is any",
		nl: "Vind in een schema wat SpiceDB verkeerd doet, of een lezer; exitcode 1 als er iets is",
		fr: "Trouver dans un schéma ce que SpiceDB fait mal, ou un lecteur ; code de sortie 1 s'il y en a",
	},
	{
		en: `Looks in a schema, and in those that it imports from its folder, for shapes under
which SpiceDB is known to answer wrongly, and for those that do not mean what they
seem to. FILE may be - for standard input; with --model OWN.zed in its place it is
what that adds to remit's model. The exit code is 1 if any is found.`,
		nl: `Zoekt in een schema, en in die welke het uit zijn map importeert, naar vormen waarbij
SpiceDB bekend verkeerd antwoordt, en naar vormen die niet betekenen wat ze lijken.
BESTAND mag - zijn voor standaardinvoer; met --model EIGEN.zed in plaats daarvan gaat het
om wat dat aan het model van remit toevoegt. De exitcode is 1 als er iets gevonden is.`,
		fr: `Cherche dans un schéma, et dans ceux qu'il importe de son dossier, des formes sous
lesquelles SpiceDB est connu pour répondre mal, et celles qui ne veulent pas dire ce
qu'elles semblent. FICHIER peut être - pour l'entrée standard ; avec --model PROPRE.zed à
sa place il s'agit de ce que cela ajoute au modèle de remit. Le code de sortie est 1 si
quelque chose est trouvé.`,
	},
	{
		en: `Each finding has its file, its line, and the name of its rule, which --accept
leaves out. Lint what you wrote: the text that an engine gives back, and that
"remit schema show" prints, has lost the parentheses that mixed-operators wants.`,
		nl: `Elke vondst heeft haar bestand, haar regel en de naam van haar regel, die --accept
weglaat. Controleer wat u schreef: de tekst die een engine teruggeeft, en die "remit
schema show" toont, heeft de haakjes niet meer die mixed-operators wil zien.`,
		fr: `Chaque constat a son fichier, sa ligne, et le nom de sa règle, que --accept laisse de
côté. Vérifiez ce que vous avez écrit : le texte qu'un moteur rend, et que "remit schema
show" montre, a perdu les parenthèses que mixed-operators demande.`,
	},
	{
		en: `"remit serve" neither serves nor takes a schema with a finding that can make
SpiceDB answer "allowed" wrongly.`,
		nl: `"remit serve" bedient geen schema, en neemt er geen, waaronder SpiceDB ten onrechte
"allowed" kan antwoorden.`,
		fr: `"remit serve" ne sert ni ne prend un schéma sous lequel SpiceDB peut répondre "allowed"
à tort.`,
	},
	{
		en: "List what a user has a permission on",
		nl: "Toon waarop een gebruiker een recht heeft",
		fr: "Lister ce sur quoi un utilisateur a un droit",
	},
	{
		en: "List the users who have a permission on something",
		nl: "Toon de gebruikers die een recht op iets hebben",
		fr: "Lister les utilisateurs qui ont un droit sur quelque chose",
	},
	{
		en: "from `TIME` on: a date, \"2026-11-26 09:30\", RFC 3339, today, yesterday, or how long ago (90m, 7d)",
		nl: "vanaf `TIJD`: een datum, \"2026-11-26 09:30\", RFC 3339, vandaag, gisteren, of hoelang geleden (90m, 7d)",
		fr: "à partir de `MOMENT` : une date, \"2026-11-26 09:30\", RFC 3339, aujourd'hui, hier, ou il y a combien (90m, 7d)",
	},
	{
		en: "before `TIME`",
		nl: "voor `TIJD`",
		fr: "avant `MOMENT`",
	},
	{
		en: "what `WHO` was answerable for, exactly as recorded",
		nl: "waarvoor `WIE` verantwoordelijk was, precies zoals opgeschreven",
		fr: "ce dont `QUI` répondait, exactement comme consigné",
	},
	{
		en: "Print the record: who changed what, when and why",
		nl: "Toon het register: wie wat wanneer en waarom veranderde",
		fr: "Montrer le registre : qui a changé quoi, quand et pourquoi",
	},
	{
		en: `Prints the record of everything that was written, oldest first: each transaction
with who was answerable for it and why, as it said itself, and what it changed; each
change of the schema; and where the record has a gap.`,
		nl: `Toont het register van alles wat geschreven is, het oudste eerst: elke transactie met
wie ervoor verantwoordelijk was en waarom, zoals zij zelf zei, en wat zij veranderde;
elke wijziging van het schema; en waar het register een gat heeft.`,
		fr: `Montre le registre de tout ce qui a été écrit, le plus ancien d'abord : chaque
transaction avec qui en répondait et pourquoi, comme elle l'a dit elle-même, et ce
qu'elle a changé ; chaque changement du schéma ; et où le registre a une lacune.`,
	},
	{
		en: `The record of a store is in the folder beside it that is named like it, with .ledger
behind; --ledger FOLDER names another one, such as that of "remit record". Reading it
needs no engine. --format json, or --json, prints the records, a line each, with their
number; csv a row for each change, in which no cell is taken for a formula; fhir an
AuditEvent of FHIR R4 for each entry, a line each, as the Basic Audit Log Patterns of
IHE have it.`,
		nl: `Het register van een opslag staat in de map ernaast die net zo heet, met .ledger erachter;
--ledger MAP noemt een ander, zoals dat van "remit record". Er is geen engine voor nodig.
--format json, of --json, toont de regels, elk op een regel, met hun nummer; csv een rij
voor elke wijziging, waarin geen cel voor een formule wordt aangezien; fhir een AuditEvent
van FHIR R4 voor elke regel van het register, elk op een regel, zoals de Basic Audit Log
Patterns van IHE die beschrijven.`,
		fr: `Le registre d'un dépôt est dans le dossier à côté qui porte son nom, suivi de .ledger ;
--ledger DOSSIER en nomme un autre, comme celui de "remit record". Le lire ne demande pas
de moteur. --format json, ou --json, montre les entrées, une par ligne, avec leur numéro ;
csv une ligne pour chaque changement, où aucune cellule ne passe pour une formule ; fhir
un AuditEvent de FHIR R4 pour chaque entrée, un par ligne, comme le décrivent les Basic
Audit Log Patterns d'IHE.`,
	},
	{
		en: "Hold the record to its signed checkpoint; exit code 1 if it is not as it was signed",
		nl: "Houd het register tegen zijn ondertekende controlepunt; exitcode 1 als het niet is zoals ondertekend",
		fr: "Tenir le registre à son point de contrôle signé ; code de sortie 1 s'il n'est pas tel que signé",
	},
	{
		en: `Reads the whole record and holds it to its checkpoint: nothing was changed, taken
out, added, or put in another order since it was signed. Nothing but the folder is
needed; a copy of it on another machine is as good. Where it lies beside its store, it is
held to what that knows of it, too.`,
		nl: `Leest het hele register en houdt het tegen zijn controlepunt: sinds het ondertekend is
is er niets veranderd, weggehaald, toegevoegd of verplaatst. Alleen de map is nodig; een
kopie ervan op een andere machine is even goed. Ligt het naast zijn opslag, dan wordt het
ook gehouden aan wat die ervan weet.`,
		fr: `Lit tout le registre et le tient à son point de contrôle : depuis qu'il est signé rien
n'a été changé, retiré, ajouté ou déplacé. Il ne faut que le dossier ; une copie sur une
autre machine convient aussi bien. À côté de son magasin, il est aussi tenu à ce que celui-ci
en sait.`,
	},
	{
		en: `Whoever has the key could sign another record. So keep what "remit log checkpoint"
prints, somewhere else, and give it with --checkpoint: the record is then held to that
too, and to the key in it. Without one, --key FILE names a public key that was kept; the
one in the folder is believed otherwise, and that is said.`,
		nl: `Wie de sleutel heeft kan een ander register ondertekenen. Bewaar daarom wat "remit log
checkpoint" toont ergens anders, en geef het met --checkpoint: het register wordt dan ook
daartegen gehouden, en tegen de sleutel daarin. Zonder noemt --key BESTAND een bewaarde
openbare sleutel; anders wordt die in de map geloofd, en dat wordt gezegd.`,
		fr: `Qui a la clé pourrait signer un autre registre. Gardez donc ailleurs ce que "remit log
checkpoint" écrit, et donnez-le avec --checkpoint : le registre est alors tenu à cela
aussi, et à la clé qui s'y trouve. Sans lui, --key FICHIER nomme une clé publique gardée ;
sinon celle du dossier est crue, et cela est dit.`,
	},
	{
		en: "--proof FILE looks at what \"remit log prove\" printed instead, which needs no record.",
		nl: "--proof BESTAND kijkt naar wat \"remit log prove\" toonde, waarvoor geen register nodig is.",
		fr: "--proof FICHIER regarde plutôt ce que \"remit log prove\" a écrit, sans registre.",
	},
	{
		en: `The verifier shares no code with what writes the record. It is there as a program of its
own, which needs nothing but Go's standard library: tools/logverify.`,
		nl: `De controle deelt geen code met wat het register schrijft. Zij is er ook als eigen
programma, dat alleen de standaardbibliotheek van Go nodig heeft: tools/logverify.`,
		fr: `Le vérificateur ne partage aucun code avec ce qui écrit le registre. Il existe comme
programme à part, qui n'a besoin que de la bibliothèque standard de Go : tools/logverify.`,
	},
	{
		en: "hold it to this `FILE`, which \"remit log checkpoint\" printed, too; may be given again",
		nl: "houd het ook tegen dit `BESTAND`, dat \"remit log checkpoint\" toonde; mag vaker gegeven worden",
		fr: "le tient aussi à ce `FICHIER`, que \"remit log checkpoint\" a écrit ; peut être répété",
	},
	{
		en: "`FILE` with the public key that signed it",
		nl: "`BESTAND` met de openbare sleutel van de ondertekening",
		fr: "`FICHIER` avec la clé publique qui l'a signé",
	},
	{
		en: "look at the proof of one entry in this `FILE`",
		nl: "kijk naar het bewijs van één regel in dit `BESTAND`",
		fr: "regarde la preuve d'une entrée dans ce `FICHIER`",
	},
	{
		en: "Print the proof that one entry is in the record, for somebody who has its checkpoint or key",
		nl: "Toon het bewijs dat één regel in het register staat, voor wie het controlepunt of de sleutel heeft",
		fr: "Écrire la preuve qu'une entrée est au registre, pour qui en a le point de contrôle ou la clé",
	},
	{
		en: `Prints the entry with a number, and the proof that it is in the record: some
hashes and the signed checkpoint, and nothing of the other entries. Whoever has the
public key verifies it with "remit log verify --proof", or with tools/logverify.`,
		nl: `Toont de regel met een nummer, en het bewijs dat zij in het register staat: enkele
hashes en het ondertekende controlepunt, en niets van de andere regels. Wie de openbare
sleutel heeft controleert het met "remit log verify --proof", of met tools/logverify.`,
		fr: `Écrit l'entrée d'un numéro, et la preuve qu'elle est au registre : quelques empreintes
et le point de contrôle signé, et rien des autres entrées. Qui a la clé publique la
vérifie avec "remit log verify --proof", ou avec tools/logverify.`,
	},
	{
		en: "Print the signed checkpoint of the record and its public key, to keep elsewhere",
		nl: "Toon het ondertekende controlepunt van het register en de openbare sleutel, om elders te bewaren",
		fr: "Écrire le point de contrôle signé du registre et sa clé publique, à garder ailleurs",
	},
	{
		en: "Print the role tables, computed by live checks",
		nl: "Toon de roltabellen, berekend met echte vragen",
		fr: "Montrer les tableaux des rôles, calculés par de vraies questions",
	},
	{
		en: `Loads the two worlds that come with the program into an engine that lives for
this one command, asks it what each role may do, and prints the answers as the
role tables of both platforms.`,
		nl: `Laadt de twee werelden die bij het programma horen in een engine die alleen voor deze
opdracht bestaat, vraagt wat elke rol mag, en toont de antwoorden als de roltabellen van
beide platforms.`,
		fr: `Charge les deux mondes fournis avec le programme dans un moteur qui ne vit que pour
cette commande, lui demande ce que peut chaque rôle, et montre les réponses comme
tableaux des rôles des deux plateformes.`,
	},
	{
		en: "List the permissions that can be asked, with their labels",
		nl: "Toon de rechten waarnaar gevraagd kan worden, met hun omschrijving",
		fr: "Lister les droits qui peuvent se demander, avec leur libellé",
	},
	{
		en: `Lists the permissions of a type, or of all: the name that questions take, and the
label that tables show. Those of an institution are among them: of --model, or else of
the engine's schema, where there is an engine.`,
		nl: `Toont de rechten van een type, of van alle: de naam die vragen nemen, en de omschrijving
die tabellen tonen. Die van een instelling horen erbij: van --model, of anders van het
schema van de engine, waar er een engine is.`,
		fr: `Liste les droits d'un type, ou de tous : le nom que prennent les questions, et le libellé
que montrent les tableaux. Ceux d'une institution en sont : de --model, ou sinon du
schéma du moteur, là où il y en a un.`,
	},
	{
		en: "load this `FOLDER` into an engine that lives for this one command",
		nl: "laad deze `MAP` in een engine die alleen voor deze opdracht bestaat",
		fr: "charge ce `DOSSIER` dans un moteur qui ne vit que pour cette commande",
	},
	{
		en: "ask the SpiceDB or remit at `HOST:PORT` (or set REMIT_ENDPOINT)",
		nl: "vraag de SpiceDB of remit op `HOST:POORT` (of zet REMIT_ENDPOINT)",
		fr: "interroge le SpiceDB ou le remit à `HÔTE:PORT` (ou donnez REMIT_ENDPOINT)",
	},
	{
		en: "write all that is wrong with a source to a new `FILE`, where there is too much to print",
		nl: "schrijf alles wat er mis is met een bron in een nieuw `BESTAND`, als het te veel is om te tonen",
		fr: "écrit tout ce qui ne va pas dans une source dans un nouveau `FICHIER`, quand il y en a trop à montrer",
	},
	{
		en: "the institution's own types, permissions and relations, in `OWN.zed`",
		nl: "de eigen types, rechten en relaties van de instelling, in `EIGEN.zed`",
		fr: "les types, droits et relations propres à l'institution, dans `PROPRE.zed`",
	},
	{
		en: "ask about the schema in `FILE.zed`, which is not remit's; with --data",
		nl: "vraag over het schema in `BESTAND.zed`, dat niet van remit is; met --data",
		fr: "interroge sur le schéma de `FICHIER.zed`, qui n'est pas celui de remit ; avec --data",
	},
	{
		en: "ask about the relationships in `FILE.yaml` (SpiceDB's validation format), in an engine that lives for this one command",
		nl: "vraag over de relaties in `BESTAND.yaml` (validatieformaat van SpiceDB), in een engine die alleen voor deze opdracht bestaat",
		fr: "interroge sur les relations de `FICHIER.yaml` (format de validation de SpiceDB), dans un moteur qui ne vit que pour cette commande",
	},
	{
		en: "take a schema in which the rule `NAME` of \"remit schema lint\" finds something; may be given again",
		nl: "neem een schema waarin de regel `NAAM` van \"remit schema lint\" iets vindt; mag vaker gegeven worden",
		fr: "accepte un schéma où la règle `NOM` de \"remit schema lint\" trouve quelque chose ; peut être répété",
	},
	{
		en: "`FILE` with the engine's key, for its owner only (or set REMIT_KEY)",
		nl: "`BESTAND` met de sleutel van de engine, alleen voor de eigenaar (of zet REMIT_KEY)",
		fr: "`FICHIER` avec la clé du moteur, pour son seul propriétaire (ou donnez REMIT_KEY)",
	},
	{
		en: "Show what a source would change, and change nothing",
		nl: "Toon wat een bron zou veranderen, en verander niets",
		fr: "Montrer ce qu'une source changerait, et ne rien changer",
	},
	{
		en: `Reads a source, a folder or a file, and prints what loading it would change, by
tenant and kind: what to look at first, such as new administrators, and then what is
largest; with --all every change. Nothing is written. Without WHAT it is about the
sources that the settings list, all in one plan.`,
		nl: `Leest een bron, een map of een bestand, en toont wat het laden ervan zou veranderen, per
tenant en soort: wat het eerst bekeken moet worden, zoals nieuwe beheerders, en dan het
grootste; met --all elke wijziging. Er wordt niets geschreven. Zonder WAT gaat het over
de bronnen in de instellingen, alle in één plan.`,
		fr: `Lit une source, dossier ou fichier, et montre ce que la charger changerait, par tenant et
sorte : d'abord ce qu'il faut regarder, comme de nouveaux administrateurs, puis le plus
grand ; avec --all chaque changement. Rien n'est écrit. Sans QUOI il s'agit des sources
des réglages, toutes en un plan.`,
	},
	{
		en: `With --access it prints what that comes to instead: which permissions users lose
and gain, on what, with the largest first; with --json all of them. The exit
code is then 1 if anybody gains or loses one, and 0 if nobody does.`,
		nl: `Met --access toont het waar dat op neerkomt: welke rechten gebruikers verliezen en
krijgen, waarop, het grootste eerst; met --json alle. De exitcode is dan 1 als iemand er
een krijgt of verliest, en anders 0.`,
		fr: `Avec --access il montre plutôt à quoi cela revient : quels droits les utilisateurs
perdent et gagnent, sur quoi, le plus grand d'abord ; avec --json tous. Le code de sortie
est alors 1 si quelqu'un en gagne ou en perd, et 0 sinon.`,
	},
	{
		en: `With --detailed-exitcode the exit code is 0 if there is nothing to do, 1 if there are
changes, 2 on an error, and 3 if a safety limit stands against them.`,
		nl: `Met --detailed-exitcode is de exitcode 0 als er niets te doen is, 1 als er wijzigingen
zijn, 2 bij een fout, en 3 als een veiligheidsgrens ze tegenhoudt.`,
		fr: `Avec --detailed-exitcode le code de sortie est 0 s'il n'y a rien à faire, 1 s'il y a des
changements, 2 en cas d'erreur, et 3 si une limite de sécurité s'y oppose.`,
	},
	{
		en: "print the permissions that users lose and gain",
		nl: "toon de rechten die gebruikers verliezen en krijgen",
		fr: "montre les droits que des utilisateurs perdent et gagnent",
	},
	{
		en: "keep the plan in this `FILE`, for apply",
		nl: "bewaar het plan in dit `BESTAND`, voor apply",
		fr: "garde le plan dans ce `FICHIER`, pour apply",
	},
	{
		en: "exit with 1 if there are changes, and with 3 if a safety limit stands against them",
		nl: "eindig met 1 als er wijzigingen zijn, en met 3 als een veiligheidsgrens ze tegenhoudt",
		fr: "finit avec 1 s'il y a des changements, et avec 3 si une limite de sécurité s'y oppose",
	},
	{
		en: "make the change",
		nl: "voer de wijziging uit",
		fr: "fait le changement",
	},
	{
		en: "Record everything that a running engine's callers write, until it is interrupted",
		nl: "Houd bij wat aanroepers van een draaiende engine schrijven, tot het onderbroken wordt",
		fr: "Consigner tout ce qu'écrivent les appelants d'un moteur qui tourne, jusqu'à interruption",
	},
	{
		en: `Follows the SpiceDB at an endpoint and records every transaction, until it is
interrupted. Started again it goes on where it stopped. What the engine no longer holds
then (24 hours, unless it was set otherwise) is a gap in the record, which says so, with
the state that was found. One process records into a folder.`,
		nl: `Volgt de SpiceDB op een adres en houdt elke transactie bij, tot het onderbroken wordt.
Opnieuw gestart gaat het verder waar het ophield. Wat de engine dan niet meer heeft (24
uur, tenzij anders ingesteld) is een gat in het register, dat dit zegt, met de toestand
die aangetroffen werd. Eén proces schrijft in een map.`,
		fr: `Suit le SpiceDB à une adresse et consigne chaque transaction, jusqu'à interruption.
Relancé, il continue où il s'était arrêté. Ce que le moteur n'a plus alors (24 heures,
sauf autre réglage) est une lacune du registre, qui le dit, avec l'état trouvé. Un seul
processus écrit dans un dossier.`,
	},
	{
		en: "A store needs none of this: whoever has it open for writing records what is written.",
		nl: `Een opslag heeft dit niet nodig: wie haar open heeft om te schrijven houdt zelf bij wat
er geschreven wordt.`,
		fr: "Un dépôt n'en a pas besoin : qui l'a ouvert en écriture consigne ce qui est écrit.",
	},
	{
		en: "record into this `FOLDER`, which is this engine's alone",
		nl: "houd bij in deze `MAP`, die alleen van deze engine is",
		fr: "consigne dans ce `DOSSIER`, qui est à ce moteur seul",
	},
	{
		en: "Who may do what, to whom, and why",
		nl: "Wie mag wat, bij wie, en waarom",
		fr: "Qui peut quoi, sur qui, et pourquoi",
	},
	{
		en: `remit answers who may do what, to whom, and why, in audit firms and care
institutions. It keeps relationships in SpiceDB, true to your files of users
and roles, and answers questions about them.`,
		nl: `remit antwoordt wie wat mag, bij wie, en waarom, in accountantskantoren en
zorginstellingen. Het bewaart relaties in SpiceDB, getrouw aan uw bestanden met
gebruikers en rollen, en beantwoordt er vragen over.`,
		fr: `remit répond qui peut quoi, sur qui, et pourquoi, dans des cabinets d'audit et des
institutions de soins. Il garde des relations dans SpiceDB, fidèles à vos fichiers
d'utilisateurs et de rôles, et répond aux questions à leur sujet.`,
	},
	{
		en: `Exit codes: 0 yes or done; 1 no: denied, or a difference where one was asked about; 2 an
error; 3 refused by a safety limit: of a plan, of the emergency procedure (its maximum,
its switch, who may), of a review (who may decide, what is open at its close), or of
schemas that SpiceDB answers wrongly.`,
		nl: `Exitcodes: 0 ja of gedaan; 1 nee: geweigerd, of een verschil waar daarnaar gevraagd werd;
2 een fout; 3 tegengehouden door een veiligheidsgrens: van een plan, van de noodprocedure
(de langste duur, de schakelaar, wie mag), van een herbeoordeling (wie mag besluiten, wat
bij het sluiten open is), of van schema's die SpiceDB verkeerd beantwoordt.`,
		fr: `Codes de sortie : 0 oui ou fait ; 1 non : refusé, ou une différence là où l'on en
cherchait une ; 2 une erreur ; 3 arrêté par une limite de sécurité : d'un plan, de la
procédure d'urgence (sa durée maximale, son interrupteur, qui peut), d'une revue (qui peut
décider, ce qui reste ouvert à sa clôture), ou de schémas auxquels SpiceDB répond mal.`,
	},
	{
		en: "Start with: remit demo",
		nl: "Begin met: remit demo",
		fr: "Commencez par : remit demo",
	},
	{
		en: "print what this program is",
		nl: "toon wat dit programma is",
		fr: "montre ce qu'est ce programme",
	},
	{
		en: "`LANGUAGE` of tables, labels and reasons: en, nl or fr (by default that of the environment)",
		nl: "`TAAL` van wat getoond wordt: en, nl of fr (standaard die van de omgeving)",
		fr: "`LANGUE` de ce qui est montré : en, nl ou fr (par défaut celle de l'environnement)",
	},
	{
		en: "print JSON for machines",
		nl: "schrijf JSON voor machines",
		fr: "écrit du JSON pour machines",
	},
	{
		en: "print nothing but errors, refusals and warnings; the exit code says the rest",
		nl: "toon alleen fouten, weigeringen en waarschuwingen; de exitcode zegt de rest",
		fr: "ne montre que les erreurs, les refus et les avertissements ; le code de sortie dit le reste",
	},
	{
		en: "Show the model, compare it with the engine's, write it there, lint a schema, or write Go names",
		nl: "Toon het model, vergelijk het met dat van de engine, schrijf het daarheen, controleer een schema, of schrijf Go-namen",
		fr: "Montrer le modèle, le comparer à celui du moteur, l'y écrire, vérifier un schéma, ou écrire des noms Go",
	},
	{
		en: "Print the model as one SpiceDB schema",
		nl: "Toon het model als één SpiceDB-schema",
		fr: "Montrer le modèle en un schéma SpiceDB",
	},
	{
		en: `Prints this program's model as one SpiceDB schema, with what an institution's file
adds to it.`,
		nl: `Toont het model van dit programma als één SpiceDB-schema, met wat het bestand van een
instelling eraan toevoegt.`,
		fr: `Montre le modèle de ce programme en un schéma SpiceDB, avec ce que le fichier d'une
institution y ajoute.`,
	},
	{
		en: "Print how the engine's schema differs from the model; exit code 1 if it does",
		nl: "Toon hoe het schema van de engine van het model afwijkt; exitcode 1 als dat zo is",
		fr: "Montrer en quoi le schéma du moteur diffère du modèle ; code de sortie 1 si c'est le cas",
	},
	{
		en: `Prints how the engine's schema differs from this program's model, with what an
institution's file adds to it. The exit code is 1 if it does.`,
		nl: `Toont hoe het schema van de engine afwijkt van het model van dit programma, met wat het
bestand van een instelling eraan toevoegt. De exitcode is dan 1.`,
		fr: `Montre en quoi le schéma du moteur diffère du modèle de ce programme, avec ce que le
fichier d'une institution y ajoute. Le code de sortie est alors 1.`,
	},
	{
		en: `With --access FILE it prints what the schema in a file, or on standard input for
-, would come to over all the data that the engine holds: which permissions users
lose and gain, on what. The exit code is then 1 if anybody gains or loses one.
Nothing is written.`,
		nl: `Met --access BESTAND toont het waar het schema in een bestand, of op standaardinvoer bij
-, op neer zou komen over alle gegevens van de engine: welke rechten gebruikers verliezen
en krijgen, waarop. De exitcode is dan 1 als iemand er een krijgt of verliest. Er wordt
niets geschreven.`,
		fr: `Avec --access FICHIER il montre à quoi reviendrait le schéma d'un fichier, ou de l'entrée
standard pour -, sur toutes les données du moteur : quels droits les utilisateurs perdent
et gagnent, sur quoi. Le code de sortie est alors 1 si quelqu'un en gagne ou en perd.
Rien n'est écrit.`,
	},
	{
		en: "print the permissions that users lose and gain by the schema in `FILE.zed`",
		nl: "toon de rechten die gebruikers verliezen en krijgen door het schema in `BESTAND.zed`",
		fr: "montre les droits que des utilisateurs perdent et gagnent par le schéma de `FICHIER.zed`",
	},
	{
		en: "Write the model to the engine, with what an institution adds to it",
		nl: "Schrijf het model naar de engine, met wat een instelling eraan toevoegt",
		fr: "Écrire le modèle dans le moteur, avec ce qu'une institution y ajoute",
	},
	{
		en: `Writes this program's model to the engine, in the place of the one that is
there. The engine refuses it while relationships exist that the model no longer
knows. Loading into an engine without a schema writes it by itself.`,
		nl: `Schrijft het model van dit programma naar de engine, in plaats van dat wat er is. De
engine weigert het zolang er relaties zijn die het model niet meer kent. Laden in een
engine zonder schema schrijft het vanzelf.`,
		fr: `Écrit le modèle de ce programme dans le moteur, à la place de celui qui y est. Le moteur
le refuse tant qu'il existe des relations que le modèle ne connaît plus. Charger dans un
moteur sans schéma l'écrit de soi-même.`,
	},
	{
		en: `OWN.zed adds an institution's own: types and caveats, and, in a "definition" of a
type of remit's, further relations and permissions. What would change what remit's
names mean is refused, with file and line; so is a schema under which SpiceDB can
answer "allowed" wrongly (see "remit schema lint"), unless --accept names the rule.
Relationships of an institution's relations are its application's to write: no sync
writes them or takes them away. A later remit may have a name that the file has too,
and then refuses it: a prefix keeps them apart.`,
		nl: `EIGEN.zed voegt toe wat van een instelling zelf is: types en caveats, en, in een
"definition" van een type van remit, verdere relaties en rechten. Wat zou veranderen wat
namen van remit betekenen wordt geweigerd, met bestand en regel; net als een schema
waaronder SpiceDB ten onrechte "allowed" kan antwoorden (zie "remit schema lint"), tenzij
--accept de regel noemt. Relaties van een instelling zelf zijn aan haar applicatie: geen
synchronisatie schrijft ze of neemt ze weg. Een latere remit kan een naam hebben die het
bestand ook heeft, en weigert het dan: een voorvoegsel houdt ze uit elkaar.`,
		fr: `PROPRE.zed ajoute ce qui est propre à une institution : types et caveats, et, dans une
"definition" d'un type de remit, d'autres relations et droits. Ce qui changerait le sens
des noms de remit est refusé, avec fichier et ligne ; de même un schéma sous lequel
SpiceDB peut répondre "allowed" à tort (voyez "remit schema lint"), sauf si --accept
nomme la règle. Les relations propres à une institution sont à son application : aucune
synchronisation ne les écrit ni ne les retire. Un remit ultérieur peut avoir un nom que
le fichier a aussi, et le refuse alors : un préfixe les sépare.`,
	},
	{
		en: "Serve SpiceDB's gRPC API, and AuthZEN over HTTP",
		nl: "Bedien de gRPC-API van SpiceDB, en AuthZEN over HTTP",
		fr: "Servir l'API gRPC de SpiceDB, et AuthZEN par HTTP",
	},
	{
		en: "loopback `ADDRESS` for gRPC; blank for none, with --http",
		nl: "loopback-`ADRES` voor gRPC; leeg voor geen, met --http",
		fr: "`ADRESSE` de loopback pour gRPC ; vide pour aucune, avec --http",
	},
	{
		en: "`ADDRESS` for HTTP, such as 127.0.0.1:8080 (default none)",
		nl: "`ADRES` voor HTTP, zoals 127.0.0.1:8080 (standaard geen)",
		fr: "`ADRESSE` pour HTTP, comme 127.0.0.1:8080 (par défaut aucune)",
	},
	{
		en: "the `FILE` of the callers' keys",
		nl: "het `BESTAND` met de sleutels van de aanroepers",
		fr: "le `FICHIER` des clés des appelants",
	},
	{
		en: "serve on loopback to callers without keys, whoever they are",
		nl: "bedien op loopback aanroepers zonder sleutel, wie ze ook zijn",
		fr: "sert sur la loopback des appelants sans clé, quels qu'ils soient",
	},
	{
		en: "the certificate for HTTP, in this `FILE` (PEM)",
		nl: "het certificaat voor HTTP, in dit `BESTAND` (PEM)",
		fr: "le certificat pour HTTP, dans ce `FICHIER` (PEM)",
	},
	{
		en: "its private key, in this `FILE` (PEM), for its owner only",
		nl: "zijn geheime sleutel, in dit `BESTAND` (PEM), alleen voor de eigenaar",
		fr: "sa clé privée, dans ce `FICHIER` (PEM), pour son seul propriétaire",
	},
	{
		en: "the `URL` that callers know the service by, such as https://pdp.example.org; without it no metadata is published",
		nl: "de `URL` waaronder aanroepers de dienst kennen, zoals https://pdp.example.org; zonder worden geen metagegevens gepubliceerd",
		fr: "l'`URL` sous laquelle les appelants connaissent le service, comme https://pdp.example.org ; sans lui aucune métadonnée n'est publiée",
	},
	{
		en: "how `long` to go on serving HTTP after saying that it is not ready",
		nl: "de `DUUR` dat HTTP nog bediend wordt na de melding dat de dienst niet gereed is",
		fr: "la `DURÉE` pendant laquelle servir encore HTTP après avoir dit que le service n'est pas prêt",
	},
	{
		en: "log requests over HTTP to standard error, by `LEVEL`: off, info, or debug, which names what they are about",
		nl: "meld verzoeken over HTTP op de foutuitvoer, naar `NIVEAU`: off, info, of debug, dat noemt waar ze over gaan",
		fr: "consigne les requêtes HTTP sur la sortie d'erreur, selon le `NIVEAU` : off, info, ou debug, qui dit sur quoi elles portent",
	},
	{
		en: "print every change, in place of the summary",
		nl: "toon elke wijziging, in plaats van de samenvatting",
		fr: "montre chaque changement, à la place du résumé",
	},
	{
		en: "`remit tenant list` says what there is in it; it goes with `remit tenant remove`",
		nl: "`remit tenant list` zegt wat erin zit; het gaat weg met `remit tenant remove`",
		fr: "`remit tenant list` dit ce qu'il y a dedans ; il disparaît avec `remit tenant remove`",
	},
	{
		en: "Check the store, or say what is in it",
		nl: "Controleer de opslag, of zeg wat erin zit",
		fr: "Vérifier le dépôt, ou dire ce qu'il contient",
	},
	{
		en: "Read the whole store and look for damage; exit code 1 if there is any",
		nl: "Lees de hele opslag en zoek naar schade; exitcode 1 als er schade is",
		fr: "Lire tout le dépôt et chercher des dégâts ; code de sortie 1 s'il y en a",
	},
	{
		en: "Print relationships by type, the file's size, and the oldest revision kept",
		nl: "Toon relaties per type, de grootte van het bestand, en de oudste bewaarde revisie",
		fr: "Montrer les relations par type, la taille du fichier, et la plus ancienne révision gardée",
	},
	{
		en: "List the tenants that the engine has, or take one away",
		nl: "Toon de tenants van de engine, of neem er een weg",
		fr: "Lister les tenants du moteur, ou en retirer un",
	},
	{
		en: "List the tenants that the engine has, with what there is in them",
		nl: "Toon de tenants van de engine, met wat erin zit",
		fr: "Lister les tenants du moteur, avec ce qu'ils contiennent",
	},
	{
		en: "Plan that a tenant goes as a whole",
		nl: "Maak een plan om een tenant als geheel weg te nemen",
		fr: "Faire un plan pour retirer un tenant en entier",
	},
	{
		en: `Plans that nothing is left of a tenant, whoever wrote it: users, objects, links,
emergency access, what applications made and what is of an institution's own. It is a
plan like any other: shown, held to the limits, which always stand against it, kept
with --out, and made with --apply, or by apply. Whoever still has the tenant in a
source brings it back with the next sync.`,
		nl: `Maakt een plan waarna er van een tenant niets over is, wie het ook schreef: gebruikers,
objecten, koppelingen, noodtoegang, wat applicaties maakten en wat van een instelling
zelf is. Het is een plan als elk ander: getoond, tegen de grenzen gehouden, die het altijd
tegenhouden, bewaard met --out, en uitgevoerd met --apply, of door apply. Wie de tenant
nog in een bron heeft brengt hem met de volgende synchronisatie terug.`,
		fr: `Fait un plan après lequel il ne reste rien d'un tenant, quel qu'en soit l'auteur :
utilisateurs, objets, liens, accès d'urgence, ce que des applications ont créé et ce qui
est propre à une institution. C'est un plan comme un autre : montré, tenu aux limites, qui
s'y opposent toujours, gardé avec --out, et fait avec --apply, ou par apply. Qui a encore
le tenant dans une source le ramène à la prochaine synchronisation.`,
	},
	{
		en: "Plan the way back to before a plan was applied",
		nl: "Maak een plan terug naar voor een plan werd toegepast",
		fr: "Faire un plan de retour à avant l'application d'un plan",
	},
	{
		en: `It is refused if what the plan changed was changed again since, or if something
builds on it. What applications made since stays, but for what is part of an object
that goes, which the plan says.`,
		nl: `Het wordt geweigerd als wat het plan veranderde daarna weer veranderd is, of als er iets
op steunt. Wat applicaties sindsdien maakten blijft, behalve wat deel is van een object
dat verdwijnt, en dat zegt het plan.`,
		fr: `Il est refusé si ce que le plan a changé a encore changé depuis, ou si quelque chose s'y
appuie. Ce que des applications ont créé depuis reste, sauf ce qui fait partie d'un objet
qui disparaît, et le plan le dit.`,
	},
	{
		en: "list the plans that were kept, the newest last",
		nl: "toon de bewaarde plannen, het nieuwste als laatste",
		fr: "liste les plans gardés, le plus récent en dernier",
	},
	{
		en: "exit with 2 if a user, object or tenant in the question is not known, in place of saying so beside an empty list",
		nl: "eindig met 2 als een gebruiker, object of tenant in de vraag niet bekend is, in plaats van dat naast een lege lijst te zeggen",
		fr: "finit avec 2 si un utilisateur, un objet ou un tenant de la question n'est pas connu, au lieu de le dire à côté d'une liste vide",
	},
	{
		en: "Print what this program is: version, commit, Go, SpiceDB, model",
		nl: "Toon wat dit programma is: versie, commit, Go, SpiceDB, model",
		fr: "Montrer ce qu'est ce programme : version, commit, Go, SpiceDB, modèle",
	},
	{
		en: "go on: sync when a source changes, and at an interval",
		nl: "ga door: synchroniseer als een bron verandert, en met een tussenpoos",
		fr: "continue : synchronise quand une source change, et à intervalle",
	},
	{
		en: "the `INTERVAL` of --watch, each time up to a tenth longer or shorter",
		nl: "de `TUSSENPOOS` van --watch, elke keer tot een tiende langer of korter",
		fr: "l'`INTERVALLE` de --watch, chaque fois jusqu'à un dixième plus long ou plus court",
	},
	{
		en: "write how --watch goes into this `FILE`, as JSON, after each sync",
		nl: "schrijf na elke synchronisatie hoe het met --watch gaat in dit `BESTAND`, als JSON",
		fr: "écrit dans ce `FICHIER`, en JSON, comment va --watch après chaque synchronisation",
	},
	{
		en: `With --http HOST:PORT it serves the OpenID AuthZEN Authorization API 1.0 besides,
or, with --endpoint, that alone, in front of an engine elsewhere: any number of
these may stand side by side. Evaluations and searches are answered from memory
where the engine is in this process.`,
		nl: `Met --http HOST:POORT bedient het ook de OpenID AuthZEN Authorization API 1.0, of, met
--endpoint, alleen die, voor een engine elders: daarvan mogen er zoveel naast elkaar staan
als u wilt. Vragen en zoekopdrachten worden uit het geheugen beantwoord als de engine in
dit proces is.`,
		fr: `Avec --http HÔTE:PORT il sert aussi l'OpenID AuthZEN Authorization API 1.0, ou, avec
--endpoint, elle seule, devant un moteur ailleurs : il peut y en avoir autant que voulu
côte à côte. Questions et recherches reçoivent une réponse de mémoire quand le moteur est
dans ce processus.`,
	},
	{
		en: `/livez says that the process serves, /readyz that it should be sent requests. On
SIGTERM it says that it is not ready, for --drain-for, and ends when the requests
under way have, 10 seconds later at the latest.`,
		nl: `/livez zegt dat het proces bedient, /readyz dat het verzoeken mag krijgen. Op SIGTERM zegt
het --drain-for lang dat het niet gereed is, en eindigt het als de lopende verzoeken klaar
zijn, uiterlijk 10 seconden later.`,
		fr: `/livez dit que le processus sert, /readyz qu'il faut lui envoyer des requêtes. Sur SIGTERM
il dit pendant --drain-for qu'il n'est pas prêt, et finit quand les requêtes en cours ont
fini, 10 secondes plus tard au plus.`,
	},
	{
		en: `CheckPermission, CheckBulkPermissions, LookupResources and LookupSubjects are
answered from a copy in memory, about 60 bytes for each relationship, where it is
as new as the call requires, and by SpiceDB otherwise: while the copy is being
filled, of an exact snapshot, with a trace, a limit or a cursor. What
LookupResources says from memory has no cursor, since nothing is left to go on
with.`,
		nl: `CheckPermission, CheckBulkPermissions, LookupResources en LookupSubjects worden uit een
kopie in het geheugen beantwoord, zo'n 60 bytes per relatie, als die zo recent is als de
aanroep wil, en anders door SpiceDB: terwijl de kopie gevuld wordt, van een exacte
momentopname, met een trace, een limiet of een cursor. Wat LookupResources uit het
geheugen zegt heeft geen cursor, want er is niets om mee verder te gaan.`,
		fr: `CheckPermission, CheckBulkPermissions, LookupResources et LookupSubjects reçoivent une
réponse d'une copie en mémoire, environ 60 octets par relation, quand elle est aussi
récente que l'appel l'exige, et de SpiceDB sinon : pendant que la copie se remplit, d'un
instantané exact, avec une trace, une limite ou un curseur. Ce que LookupResources dit de
mémoire n'a pas de curseur, car il ne reste rien à poursuivre.`,
	},
	{
		en: `Questions are answered by this program's model only, with what an institution has
besides (--model OWN.zed: with that at least). While the engine has another schema they
fail with FAILED_PRECONDITION, and the health service says so; schemas
and relationships can be read and written all the same, so that "remit schema
write" puts the model back. To go over to a newer remit with a newer model, write
that with the newer program (remit schema write --endpoint), and start serve anew
with it; or stop serve, write it to the store, and start the newer one.`,
		nl: `Vragen worden alleen met het model van dit programma beantwoord, met wat een instelling
verder heeft (--model EIGEN.zed: met ten minste dat). Zolang de engine een ander schema
heeft mislukken ze met FAILED_PRECONDITION, en de gezondheidsdienst zegt het; schema's en
relaties zijn wel te lezen en te schrijven, zodat "remit schema write" het model terugzet.
Om naar een nieuwere remit met een nieuwer model te gaan schrijft u dat met het nieuwere
programma (remit schema write --endpoint), en start u serve opnieuw daarmee; of u stopt
serve, schrijft het in de opslag, en start het nieuwere.`,
		fr: `Les questions ne reçoivent de réponse que selon le modèle de ce programme, avec ce qu'une
institution a en plus (--model PROPRE.zed : avec cela au moins). Tant que le moteur a un
autre schéma elles échouent avec FAILED_PRECONDITION, et le service de santé le dit ;
schémas et relations peuvent se lire et s'écrire quand même, pour que "remit schema write"
remette le modèle. Pour passer à un remit plus récent, au modèle plus récent, écrivez-le
avec le nouveau programme (remit schema write --endpoint), et relancez serve avec lui ; ou
arrêtez serve, écrivez-le dans le dépôt, et lancez le nouveau.`,
	},
	{
		en: `A schema under which SpiceDB can answer "allowed" wrongly (see "remit schema lint")
is neither served nor taken, unless --accept names the rule.`,
		nl: `Een schema waaronder SpiceDB ten onrechte "allowed" kan antwoorden (zie "remit schema
lint") wordt niet bediend en niet genomen, tenzij --accept de regel noemt.`,
		fr: `Un schéma sous lequel SpiceDB peut répondre "allowed" à tort (voyez "remit schema lint")
n'est ni servi ni pris, sauf si --accept nomme la règle.`,
	},
	{
		en: `A gRPC connection without a call that has the key is closed after 10 seconds, and there
are 250 such at most; one without any call after 15 minutes. Callers make another
connection once an hour, which fails no call. One connection takes 1000 calls at
once; 100 streams of changes (Watch) may be open.`,
		nl: `Een gRPC-verbinding zonder aanroep met de sleutel wordt na 10 seconden gesloten, en er
zijn er ten hoogste 250; een zonder enige aanroep na 15 minuten. Aanroepers maken eens per
uur een nieuwe verbinding, waar geen aanroep door mislukt. Eén verbinding neemt 1000
aanroepen tegelijk; er mogen 100 stromen van wijzigingen (Watch) openstaan.`,
		fr: `Une connexion gRPC sans appel qui ait la clé est fermée après 10 secondes, et il y en a
250 au plus ; une sans aucun appel après 15 minutes. Les appelants font une nouvelle
connexion une fois par heure, ce qui ne fait échouer aucun appel. Une connexion prend 1000
appels à la fois ; 100 flux de changements (Watch) peuvent être ouverts.`,
	},
	{
		en: `remit answers who may do what, to whom, and why. Here are two small worlds, loaded
into an engine in this process: a care institution (fixtures/care) and an audit
firm (fixtures/audit). Nothing is left behind.

Each cell below was just computed by asking the engine, with a user who has only
that role: ✓ yes, — no, or a word for where it holds.`,
		nl: `remit antwoordt wie wat mag, bij wie, en waarom. Hier zijn twee kleine werelden, geladen
in een engine in dit proces: een zorginstelling (fixtures/care) en een accountantskantoor
(fixtures/audit). Er blijft niets achter.

Elke cel hieronder is zojuist berekend door de engine te vragen, met een gebruiker die
alleen die rol heeft: ✓ ja, — nee, of een woord voor waar het geldt.
`,
		fr: `remit répond qui peut quoi, sur qui, et pourquoi. Voici deux petits mondes, chargés dans
un moteur de ce processus : une institution de soins (fixtures/care) et un cabinet d'audit
(fixtures/audit). Il n'en restera rien.

Chaque case ci-dessous vient d'être calculée en interrogeant le moteur, avec un
utilisateur qui n'a que ce rôle : ✓ oui, — non, ou un mot pour où cela vaut.
`,
	},
	{
		en: `
Now ask it yourself. Load the care institution into remit.db, a store in one file
(no server, no container), and ask:

  go build -o remit ./cmd/remit
  ./remit sync fixtures/care
  ./remit check user:veldzicht/anna view_dossier client:veldzicht/c-1001
  ./remit which user:veldzicht/anna view_dossier client
  ./remit who view_dossier client:veldzicht/c-1001
  ./remit explain user:veldzicht/bram message client:veldzicht/c-1001

Then copy fixtures/care, put your own people in, and see what would change:

  ./remit plan my-people`,
		nl: `
Vraag het nu zelf. Laad de zorginstelling in remit.db, een opslag in één bestand (geen
server, geen container), en vraag:

  go build -o remit ./cmd/remit
  ./remit sync fixtures/care
  ./remit check user:veldzicht/anna view_dossier client:veldzicht/c-1001
  ./remit which user:veldzicht/anna view_dossier client
  ./remit who view_dossier client:veldzicht/c-1001
  ./remit explain user:veldzicht/bram message client:veldzicht/c-1001

Kopieer dan fixtures/care, zet er uw eigen mensen in, en zie wat er zou veranderen:

  ./remit plan mijn-mensen`,
		fr: `
À vous maintenant. Chargez l'institution de soins dans remit.db, un dépôt en un fichier
(ni serveur, ni conteneur), et demandez :

  go build -o remit ./cmd/remit
  ./remit sync fixtures/care
  ./remit check user:veldzicht/anna view_dossier client:veldzicht/c-1001
  ./remit which user:veldzicht/anna view_dossier client
  ./remit who view_dossier client:veldzicht/c-1001
  ./remit explain user:veldzicht/bram message client:veldzicht/c-1001

Copiez ensuite fixtures/care, mettez-y vos propres gens, et voyez ce qui changerait :

  ./remit plan mes-gens`,
	},
	{
		en: "Answer an assistant's questions (Model Context Protocol)",
		nl: "Beantwoord de vragen van een assistent (Model Context Protocol)",
		fr: "Répondre aux questions d'un assistant (Model Context Protocol)",
	},
	{
		en: `Answers the questions of an assistant by the Model Context Protocol, over standard
input and output, until that ends: check, can, who, which and explain. Nothing is
changed. Whoever starts it may ask about all tenants; under a key, and for its
tenants alone, "remit serve --http" answers the same at /mcp.`,
		nl: `Beantwoordt de vragen van een assistent met het Model Context Protocol, over
standaardinvoer en -uitvoer, tot die eindigt: check, can, who, which en explain. Er wordt
niets veranderd. Wie het start mag over alle tenants vragen; met een sleutel, en alleen
voor de tenants daarvan, antwoordt "remit serve --http" hetzelfde op /mcp.`,
		fr: `Répond aux questions d'un assistant par le Model Context Protocol, sur l'entrée et la
sortie standard, jusqu'à leur fin : check, can, who, which et explain. Rien n'est changé.
Qui le lance peut demander sur tous les tenants ; avec une clé, et pour ses seuls tenants,
"remit serve --http" répond de même à /mcp.`,
	},
	{
		en: `What an assistant is told is data that people have chosen, ids above all: it is
shown so that none of it hides or turns, and an assistant is told that it is no
instruction. Give the assistant no tool that acts on what it reads unasked.`,
		nl: `Wat een assistent te horen krijgt zijn gegevens die mensen kozen, ids vooral: ze worden zo
getoond dat er niets van verborgen is of omdraait, en een assistent krijgt te horen dat
het geen opdracht is. Geef de assistent geen gereedschap dat ongevraagd handelt naar wat
hij leest.`,
		fr: `Ce qu'un assistant apprend sont des données que des gens ont choisies, surtout des ids :
elles sont montrées de façon que rien ne s'y cache ni ne s'y retourne, et un assistant
apprend que ce n'est pas une consigne. Ne donnez à l'assistant aucun outil qui agisse de
lui-même d'après ce qu'il lit.`,
	},
	{
		en: `A store is held open meanwhile, and nobody can write to it: for a store that is
served, ask that with --endpoint.`,
		nl: `Intussen blijft een opslag open, en kan niemand erin schrijven: voor een opslag die
bediend wordt vraagt u die met --endpoint.`,
		fr: `Pendant ce temps un dépôt reste ouvert, et personne ne peut y écrire : pour un dépôt qui
est servi, interrogez-le avec --endpoint.`,
	},
	{
		en: "how `long` to wait for another process that has the store open and does not serve it",
		nl: "de `DUUR` dat gewacht wordt op een ander proces dat de opslag open heeft en niet bedient",
		fr: "la `DURÉE` pendant laquelle attendre un autre processus qui a le dépôt ouvert et ne le sert pas",
	},
	{
		en: "take ids, of a source folder or of what callers of serve make, that have invisible characters, or ones that turn the direction of text",
		nl: "neem id's, van een bronmap of van wat aanroepers van serve maken, met onzichtbare tekens, of tekens die de richting van tekst omdraaien",
		fr: "accepte les ids, d'un dossier source ou de ce que les appelants de serve créent, qui ont des caractères invisibles, ou qui renversent le sens du texte",
	},
	{
		en: "Say whether a service on this machine should be sent requests",
		nl: "Zeg of een dienst op deze machine verzoeken mag krijgen",
		fr: "Dire s'il faut envoyer des requêtes à un service de cette machine",
	},
	{
		en: `Asks what "remit serve --http" serves on this machine whether it should be sent
requests: the engine answers by the model, and what is answered from memory is fresh.
For health checks of containers and service managers, which need no shell, no key and
no other program.`,
		nl: `Vraagt aan wat "remit serve --http" op deze machine bedient of het verzoeken mag krijgen:
de engine antwoordt met het model, en wat uit het geheugen beantwoord wordt is recent.
Voor gezondheidscontroles van containers en van wie diensten beheert, die geen shell, geen
sleutel en geen ander programma nodig hebben.`,
		fr: `Demande à ce que "remit serve --http" sert sur cette machine s'il faut lui envoyer des
requêtes : le moteur répond selon le modèle, et ce qui se répond de mémoire est récent.
Pour les contrôles de santé des conteneurs et des gestionnaires de services, qui n'ont
besoin ni d'un shell, ni d'une clé, ni d'un autre programme.`,
	},
	{
		en: `With --tls-cert the service has to show the certificate that is in the file now: one
that did not take up a renewed certificate is not ready.`,
		nl: `Met --tls-cert moet de dienst het certificaat tonen dat nu in het bestand staat: een die
een vernieuwd certificaat niet heeft opgepakt is niet gereed.`,
		fr: `Avec --tls-cert le service doit montrer le certificat qui est maintenant dans le fichier :
un service qui n'a pas pris un certificat renouvelé n'est pas prêt.`,
	},
	{
		en: "Exit code 0 is ready, 1 not ready, and 2 that nobody answers.",
		nl: "Exitcode 0 is gereed, 1 niet gereed, en 2 dat niemand antwoordt.",
		fr: "Le code de sortie 0 est prêt, 1 pas prêt, et 2 que personne ne répond.",
	},
	{
		en: "loopback `ADDRESS` of the service",
		nl: "loopback-`ADRES` van de dienst",
		fr: "`ADRESSE` de loopback du service",
	},
	{
		en: "the certificate that the service has to show, in this `FILE` (PEM); without, it is asked without TLS",
		nl: "het certificaat dat de dienst moet tonen, in dit `BESTAND` (PEM); zonder wordt zonder TLS gevraagd",
		fr: "le certificat que le service doit montrer, dans ce `FICHIER` (PEM) ; sans lui, il est interrogé sans TLS",
	},
	{
		en: "how `long` to wait until it is ready",
		nl: "de `DUUR` dat gewacht wordt tot het gereed is",
		fr: "la `DURÉE` pendant laquelle attendre qu'il soit prêt",
	},
	{
		en: "make the store if it is not there",
		nl: "maak de opslag als zij er niet is",
		fr: "fait le dépôt s'il n'existe pas",
	},
	{
		en: "make the store if it is not there, with nothing in it",
		nl: "maak de opslag als zij er niet is, met niets erin",
		fr: "fait le dépôt s'il n'existe pas, sans rien dedans",
	},
	{
		en: "make no socket beside the store, for verbs with --store",
		nl: "maak geen socket naast de opslag, voor opdrachten met --store",
		fr: "ne fait pas de socket à côté du dépôt, pour les commandes avec --store",
	},
	{
		en: "`ADDRESS` for Envoy's ext_authz over gRPC, by the routes of the settings (default none)",
		nl: "`ADRES` voor ext_authz van Envoy over gRPC, met de routes van de instellingen (standaard geen)",
		fr: "`ADRESSE` pour l'ext_authz d'Envoy par gRPC, selon les routes des réglages (par défaut aucune)",
	},
	{
		en: `Serves SpiceDB's gRPC API on a loopback address until it is interrupted, over the
engine in this process. The data is in the store, which is there already unless --create
makes it; with --source FOLDER it is loaded from the folder and held in memory, and with
--data FILE.yaml it is the schema and the relationships of that file, whatever they are.`,
		nl: `Bedient de gRPC-API van SpiceDB op een loopback-adres tot het onderbroken wordt, over de
engine in dit proces. De gegevens staan in de opslag, die er al is tenzij --create haar
maakt; met --source MAP worden ze uit de map geladen en in het geheugen gehouden, en met
--data BESTAND.yaml zijn het het schema en de relaties van dat bestand, welke ook.`,
		fr: `Sert l'API gRPC de SpiceDB sur une adresse de loopback jusqu'à interruption, sur le moteur
de ce processus. Les données sont dans le dépôt, qui existe déjà sauf si --create le
fait ; avec --source DOSSIER elles sont chargées du dossier et gardées en mémoire, et avec
--data FICHIER.yaml ce sont le schéma et les relations de ce fichier, quels qu'ils soient.`,
	},
	{
		en: `Callers show a key of the file --keys, which is followed when it changes: of the
purpose read or write for HTTP, of the purpose admin for gRPC and /metrics (see "remit
key create"), or a JSON Web Token of the issuer that the settings name (tokens). With
--no-keys anybody on the machine calls; gRPC is then served only where --listen asks for
it. Beyond loopback, HTTP needs keys and a certificate (--tls-cert, --tls-key), which is
followed when it changes.`,
		nl: `Aanroepers tonen een sleutel uit het bestand --keys, dat gevolgd wordt: met doel read of
write voor HTTP, met doel admin voor gRPC en /metrics (zie "remit key create"), of een JSON
Web Token van de uitgever die de instellingen noemen (tokens). Met --no-keys mag iedereen
op de machine aanroepen; gRPC wordt dan alleen bediend waar --listen erom vraagt. Buiten
loopback wil HTTP sleutels en een certificaat (--tls-cert, --tls-key), dat gevolgd wordt.`,
		fr: `Les appelants montrent une clé du fichier --keys, qui est suivi : de l'usage read ou write
pour HTTP, de l'usage admin pour gRPC et /metrics (voyez "remit key create"), ou un JSON
Web Token de l'émetteur que nomment les réglages (tokens). Avec --no-keys quiconque sur la
machine appelle ; gRPC n'est alors servi que là où --listen le demande. Au-delà de la
loopback, HTTP veut des clés et un certificat (--tls-cert, --tls-key), qui est suivi.`,
	},
	{
		en: `On Linux, verbs with --store go through the process that serves that store, by a socket
beside it (in FILE.socket, a folder that only this user can enter); they show no key,
since the file is theirs as much. --no-socket makes none, and such verbs fail then.`,
		nl: `Op Linux gaan opdrachten met --store via het proces dat die opslag bedient, over een socket
ernaast (in BESTAND.socket, een map waar alleen deze gebruiker in kan); ze tonen geen
sleutel, want het bestand is net zo goed van hen. --no-socket maakt er geen, en zulke
opdrachten mislukken dan.`,
		fr: `Sous Linux, les commandes avec --store passent par le processus qui sert ce dépôt, par une
socket à côté (dans FICHIER.socket, un dossier où seul cet utilisateur peut entrer) ; elles
ne montrent pas de clé, puisque le fichier est tout autant à elles. --no-socket n'en fait
pas, et de telles commandes échouent alors.`,
	},
	{
		en: "Write the manual pages, in the language that was asked for",
		nl: "Schrijf de handleiding, in de gevraagde taal",
		fr: "Écrire les pages du manuel, dans la langue demandée",
	},
	{
		en: "Print the permissions that users gained and lost between two times",
		nl: "Toon de rechten die gebruikers tussen twee tijdstippen kregen en verloren",
		fr: "Montrer les droits que des utilisateurs ont gagnés et perdus entre deux moments",
	},
	{
		en: `Prints who may do what at one time and not at the other, by the record: under the
schema and by the clock of each, so that what ended by itself is lost too. Exit code 1
says that somebody gained or lost something, 0 that nobody did.`,
		nl: `Toont wie op het ene tijdstip wat mag en op het andere niet, volgens het register: met het
schema en de klok van elk, zodat ook wat vanzelf eindigde verloren is. Exitcode 1 zegt dat
iemand iets kreeg of verloor, 0 dat niemand dat deed.`,
		fr: `Montre qui peut quoi à un moment et pas à l'autre, d'après le registre : selon le schéma
et l'horloge de chacun, de sorte que ce qui a fini de soi-même est perdu aussi. Le code de
sortie 1 dit que quelqu'un a gagné ou perdu quelque chose, 0 que personne.`,
	},
	{
		en: "the later `TIME` (default now)",
		nl: "de laatste `TIJD` (standaard nu)",
		fr: "le dernier `MOMENT` (par défaut maintenant)",
	},
	{
		en: "Start, stop, list, look back at and review temporary access to a client outside the caseload",
		nl: "Start, stop, toon, bekijk en beoordeel tijdelijke toegang tot een cliënt buiten de caseload",
		fr: "Démarrer, arrêter, lister, relire et examiner un accès temporaire à un client hors de la file active",
	},
	{
		en: `Prints every emergency access that the record tells of, in one tenant or in all:
who began it and why, each prolongation with its own reason, what ended it (somebody,
the clock, the procedure that was switched off, an account that became inactive, a user
who left the group), what was read under it, as far as decisions are recorded, and who
reviewed it with which finding. What was to be reviewed by
now comes first: 168 hours after its end, or what the settings say of the tenant
(review_within). The number in front is that of the entry that began it, by which
"remit log prove" proves it and "remit emergency review" reviews it.`,
		nl: `Toont elke noodtoegang waarvan het register weet, in één tenant of in alle: wie begon en
waarom, elke verlenging met haar eigen reden, wat haar beëindigde (iemand, de klok, de
procedure die uitging, een account dat inactief werd, een gebruiker die de groep verliet),
wat er gelezen is, voor zover beslissingen bijgehouden zijn, en wie haar met welk oordeel
bekeek. Wat nu beoordeeld had moeten zijn komt eerst: 168 uur na het einde, of wat de
instellingen van de tenant zeggen (review_within). Het nummer ervoor is dat van de regel
waarmee zij begon, en waarmee "remit log prove" haar bewijst en "remit emergency review"
haar beoordeelt.`,
		fr: `Montre chaque accès d'urgence que le registre connaît, dans un tenant ou dans tous : qui
l'a commencé et pourquoi, chaque prolongation avec son motif, ce qui y a mis fin
(quelqu'un, l'horloge, la procédure désactivée, un compte devenu inactif, un utilisateur
qui a quitté le groupe), ce qui a été lu, autant que les décisions sont consignées, et qui
l'a examiné avec quelle conclusion. Ce qui devait être examiné à présent vient d'abord :
168 heures après sa fin, ou ce que disent les réglages du tenant (review_within). Le
numéro devant est celui de l'entrée qui l'a commencé, par lequel "remit log prove" le
prouve et "remit emergency review" l'examine.`,
	},
	{
		en: "read what was read under them in this `FOLDER` (default beside the store)",
		nl: "lees wat eronder gelezen is in deze `MAP` (standaard naast de opslag)",
		fr: "lit ce qui a été lu sous eux dans ce `DOSSIER` (par défaut à côté du dépôt)",
	},
	{
		en: "Say what somebody found who looked back at an emergency access",
		nl: "Leg vast wat iemand bij de beoordeling van een noodtoegang vond",
		fr: "Dire ce qu'a conclu qui a relu un accès d'urgence",
	},
	{
		en: `Records what somebody found who looked back at an emergency access that has ended.
ID is its number in "remit emergency log". The reviewer may read the emergency log of
the tenant, and is not the user who had the access; each reviews it once. After the
finding unjustified a second person is to look too. Nothing is overwritten. What is
refused ends with exit code 3.`,
		nl: `Legt vast wat iemand vond die terugkeek op een noodtoegang die geëindigd is. ID is het
nummer in "remit emergency log". De beoordelaar mag het logboek van de noodprocedure van
de tenant lezen, en is niet de gebruiker die de toegang had; ieder beoordeelt haar één
keer. Na het oordeel unjustified moet een tweede ook kijken. Niets wordt overschreven. Wat
geweigerd wordt eindigt met exitcode 3.`,
		fr: `Consigne ce qu'a conclu qui a relu un accès d'urgence qui a pris fin. ID est son numéro
dans "remit emergency log". L'examinateur peut lire le journal des urgences du tenant, et
n'est pas l'utilisateur qui avait l'accès ; chacun l'examine une fois. Après la conclusion
unjustified une seconde personne doit regarder aussi. Rien n'est écrasé. Ce qui est refusé
finit avec le code de sortie 3.`,
	},
	{
		en: "the reviewer, a `USER` such as user:veldzicht/frank",
		nl: "de beoordelaar, een `GEBRUIKER` zoals user:veldzicht/frank",
		fr: "l'examinateur, un `UTILISATEUR` comme user:veldzicht/frank",
	},
	{
		en: "the `FINDING`: justified, unjustified or unclear",
		nl: "de `BEVINDING`: justified (terecht), unjustified (onterecht) of unclear (onduidelijk)",
		fr: "la `CONCLUSION` : justified (justifié), unjustified (injustifié) ou unclear (pas clair)",
	},
	{
		en: "a `TEXT`: what the finding rests on; kept in the record",
		nl: "een `TEKST`: waar het oordeel op rust; blijft in het register",
		fr: "un `TEXTE` : ce sur quoi repose la conclusion ; reste au registre",
	},
	{
		en: "Print since when, by whose act and until when, from the record",
		nl: "Toon sinds wanneer, door wiens handeling en tot wanneer, uit het register",
		fr: "Montrer depuis quand, par l'acte de qui et jusqu'à quand, d'après le registre",
	},
	{
		en: `Of an object or a user it prints every relationship that the record tells of: since
when it is there, by which act, by whom, why and under which plan, when it ends, and what
took it away. Of a question it prints since when it is allowed or denied, what brought
that, an act or the clock, and the path; also what could not be told, in a gap of the
record.`,
		nl: `Van een object of een gebruiker toont het elke relatie waarvan het register weet: sinds
wanneer zij er is, door welke handeling, van wie, waarom en met welk plan, wanneer zij
eindigt, en wat haar wegnam. Van een vraag toont het sinds wanneer het toegestaan of
geweigerd is, wat dat bracht, een handeling of de klok, en het pad; ook wat in een gat van
het register niet te zeggen is.`,
		fr: `D'un objet ou d'un utilisateur il montre chaque relation que le registre connaît : depuis
quand elle est là, par quel acte, de qui, pourquoi et selon quel plan, quand elle finit,
et ce qui l'a retirée. D'une question il montre depuis quand elle est autorisée ou
refusée, ce qui l'a amené, un acte ou l'horloge, et le chemin ; aussi ce qui ne peut se
dire, dans une lacune du registre.`,
	},
	{
		en: "Say what users and objects are called, or forget it",
		nl: "Zeg hoe gebruikers en objecten heten, of vergeet het",
		fr: "Dire comment s'appellent utilisateurs et objets, ou l'oublier",
	},
	{
		en: "Print what is known of what users and objects are called",
		nl: "Toon wat bekend is van hoe gebruikers en objecten heten",
		fr: "Montrer ce qu'on sait du nom des utilisateurs et objets",
	},
	{
		en: "Take names and addresses away for good",
		nl: "Haal namen en adressen voorgoed weg",
		fr: "Retirer pour de bon des noms et des adresses",
	},
	{
		en: `Takes the name and the e-mail address of users, clients and objects out of the
directory of labels: nothing of them is left in the file, and no later sync brings them
back. Relationships and the record never had them. Copies that you made of the file are
yours to erase.`,
		nl: `Haalt de naam en het e-mailadres van gebruikers, cliënten en objecten uit de lijst van
namen: er blijft niets van in het bestand, en geen latere synchronisatie brengt ze terug.
Relaties en het register hadden ze nooit. Kopieën die u van het bestand maakte wist u
zelf.`,
		fr: `Retire le nom et l'adresse e-mail d'utilisateurs, de clients et d'objets du répertoire des
noms : rien n'en reste dans le fichier, et aucune synchronisation ne les ramène. Les
relations et le registre ne les ont jamais eus. Les copies du fichier que vous avez faites
sont à vous d'effacer.`,
	},
	{
		en: `Lists the users who have a permission on something, one a line. With --why a line for
each way in which each of them has it: what they are called, in which role, since and
until when, and by which path; since when is known from the record.`,
		nl: `Toont de gebruikers die een recht op iets hebben, één per regel. Met --why een regel voor
elke manier waarop ieder het heeft: hoe zij heten, in welke rol, sinds en tot wanneer, en
langs welk pad; sinds wanneer is bekend uit het register.`,
		fr: `Liste les utilisateurs qui ont un droit sur quelque chose, un par ligne. Avec --why une
ligne pour chaque façon dont chacun l'a : son nom, dans quel rôle, depuis et jusqu'à
quand, et par quel chemin ; depuis quand est connu par le registre.`,
	},
	{
		en: "print every way in which each of them has it, with name, role, since and until when",
		nl: "toon elke manier waarop ieder het heeft, met naam, rol, sinds en tot wanneer",
		fr: "montre chaque façon dont chacun l'a, avec nom, rôle, depuis et jusqu'à quand",
	},
	{
		en: "what is about a `USER`, such as user:veldzicht/anna",
		nl: "wat over een `GEBRUIKER` gaat, zoals user:veldzicht/anna",
		fr: "ce qui concerne un `UTILISATEUR`, comme user:veldzicht/anna",
	},
	{
		en: "what is about a `CLIENT`, such as client:veldzicht/c-1003",
		nl: "wat over een `CLIËNT` gaat, zoals client:veldzicht/c-1003",
		fr: "ce qui concerne un `CLIENT`, comme client:veldzicht/c-1003",
	},
	{
		en: "entries of a `KIND`: change, emergency, schema, snapshot or gap; decision, dropped, refused or recording; key; pruned; recertification",
		nl: "regels van een `SOORT`: wijziging, noodtoegang, schema, momentopname of gat; beslissing, weggevallen, geweigerd of vastlegging; sleutel; opgeschoond; herbeoordeling",
		fr: "entrées d'un `GENRE` : modification, urgence, schéma, instantané ou lacune ; décision, perdu, refusé ou enregistrement ; clé ; élagué ; revue",
	},
	{
		en: `What a server answered, as far as the settings have that recorded (decisions), and acts
that were refused are in a record of their own, beside the store with .decisions behind,
or where --decisions says; they are printed with the others, in the order of time. Their
numbers are those of their own record. Keys that were made and revoked are in the folder
beside the file of keys, with .ledger behind.`,
		nl: `Wat een server antwoordde, voor zover de instellingen dat laten bijhouden (decisions), en
geweigerde handelingen staan in een eigen register, naast de opslag met .decisions
erachter, of waar --decisions zegt; ze worden met de andere getoond, op volgorde van tijd.
Hun nummers zijn die van hun eigen register. Gemaakte en ingetrokken sleutels staan in de
map naast het sleutelbestand, met .ledger erachter.`,
		fr: `Ce qu'un serveur a répondu, autant que les réglages le font consigner (decisions), et les
actes refusés sont dans un registre à part, à côté du dépôt avec .decisions derrière, ou
là où --decisions le dit ; ils se montrent avec les autres, dans l'ordre du temps. Leurs
numéros sont ceux de leur propre registre. Les clés faites et révoquées sont dans le
dossier à côté du fichier de clés, avec .ledger derrière.`,
	},
	{
		en: "read decisions and refused acts in this `FOLDER` (default beside the store)",
		nl: "lees beslissingen en geweigerde handelingen in deze `MAP` (standaard naast de opslag)",
		fr: "lit décisions et actes refusés dans ce `DOSSIER` (par défaut à côté du dépôt)",
	},
	{
		en: "as it was at this `TIME`: a date, \"2026-11-26 09:30\", RFC 3339, today, yesterday, or how long ago (90m, 7d)",
		nl: "zoals het was op deze `TIJD`: een datum, \"2026-11-26 09:30\", RFC 3339, vandaag, gisteren, of hoelang geleden (90m, 7d)",
		fr: "tel qu'à ce `MOMENT` : une date, \"2026-11-26 09:30\", RFC 3339, aujourd'hui, hier, ou il y a combien (90m, 7d)",
	},
	{
		en: "keep what users and objects are called in this `FILE` (default beside the store; none for an engine elsewhere)",
		nl: "bewaar hoe gebruikers en objecten heten in dit `BESTAND` (standaard naast de opslag; geen voor een engine elders)",
		fr: "conserve comment s'appellent utilisateurs et objets dans ce `FICHIER` (par défaut à côté du dépôt ; aucun pour un moteur ailleurs)",
	},
	{
		en: "print what users and objects are called beside their ids (by default on a terminal)",
		nl: "toon hoe gebruikers en objecten heten naast hun id's (standaard op een terminal)",
		fr: "montre comment s'appellent utilisateurs et objets à côté de leurs ids (par défaut sur un terminal)",
	},
	{
		en: "record decisions and refused acts in this `FOLDER`, which is this instance's alone (default beside the store)",
		nl: "houd beslissingen en geweigerde handelingen bij in deze `MAP`, die alleen van deze instantie is (standaard naast de opslag)",
		fr: "consigne décisions et actes refusés dans ce `DOSSIER`, qui est à cette seule instance (par défaut à côté du dépôt)",
	},
	{
		en: `Who made and revoked which key is recorded beside the file, in a folder that is named
like it with .ledger behind: "remit log --ledger keys.json.ledger".`,
		nl: `Wie welke sleutel maakte en introk wordt naast het bestand bijgehouden, in een map die net zo
heet met .ledger erachter: "remit log --ledger keys.json.ledger".`,
		fr: `Qui a fait et révoqué quelle clé est consigné à côté du fichier, dans un dossier qui porte
son nom suivi de .ledger : "remit log --ledger keys.json.ledger".`,
	},
	{
		en: "also what syncs note of themselves: which of them may write a tenant, and what those of a day did",
		nl: "ook wat synchronisaties van zichzelf noteren: welke een tenant mag schrijven, en wat die van een dag deden",
		fr: "aussi ce que les synchronisations notent d'elles-mêmes : laquelle peut écrire un tenant, et ce que celles d'un jour ont fait",
	},
	{
		en: `--out FILE keeps the plan in a file, which apply takes and plan shows again: WHAT
may be one. With --json it prints the plan as it stands in such a file. A plan that
a safety limit stands against says so; on standard error with --json, --access or
--quiet.`,
		nl: `--out BESTAND bewaart het plan in een bestand, dat apply uitvoert en plan weer toont: WAT
mag er een zijn. Met --json toont het het plan zoals het in zo'n bestand staat. Als een
veiligheidsgrens het plan tegenhoudt wordt dat gezegd; met --json, --access of --quiet op
de foutuitvoer.`,
		fr: `--out FICHIER garde le plan dans un fichier, qu'apply prend et que plan montre de
nouveau : QUOI peut en être un. Avec --json il montre le plan tel qu'il est dans un tel
fichier. Un plan auquel une limite de sécurité s'oppose le dit ; sur la sortie d'erreur
avec --json, --access ou --quiet.`,
	},
	{
		en: `Where the environment names an OpenTelemetry collector (OTEL_EXPORTER_OTLP_ENDPOINT and
the other variables of the standard), spans of requests over HTTP and gRPC, of Envoy's,
of decisions and of the engine's calls are sent there, without anybody's id.`,
		nl: `Waar de omgeving een OpenTelemetry-verzamelaar noemt (OTEL_EXPORTER_OTLP_ENDPOINT en de
andere variabelen van de standaard) worden spans van verzoeken over HTTP en gRPC, van die
van Envoy, van beslissingen en van aanroepen van de engine daarheen gestuurd, zonder
iemands id.`,
		fr: `Là où l'environnement nomme un collecteur OpenTelemetry (OTEL_EXPORTER_OTLP_ENDPOINT et
les autres variables du standard), les spans des requêtes HTTP et gRPC, de celles d'Envoy,
des décisions et des appels du moteur y sont envoyés, sans l'id de personne.`,
	},
	{
		en: `Plans the way back to before the newest plan that was applied, or the one that is
named (a file, or as --list has it), from what was kept of it: beside the store, or in the folder that
--applied names. It is a plan like any other: shown, held to the limits, kept with
--out, and made with --apply, or by apply. Undone again, the change is back.`,
		nl: `Maakt een plan terug naar voor het nieuwste toegepaste plan, of het genoemde (een bestand,
of zoals --list het heeft), uit wat ervan bewaard is: naast de opslag, of in de map die
--applied noemt. Het is een plan als elk ander: getoond, tegen de grenzen gehouden,
bewaard met --out, en uitgevoerd met --apply, of door apply. Nog eens ongedaan gemaakt is
de wijziging terug.`,
		fr: `Fait un plan de retour à avant le dernier plan appliqué, ou celui qui est nommé (un
fichier, ou comme --list l'a), d'après ce qui en est gardé : à côté du dépôt, ou dans le
dossier que --applied nomme. C'est un plan comme un autre : montré, tenu aux limites,
gardé avec --out, et fait avec --apply, ou par apply. Annulé de nouveau, le changement
revient.`,
	},
}
