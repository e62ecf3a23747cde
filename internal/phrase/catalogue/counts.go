package catalogue

// counts are about numbers of things.
var counts = []count{
	{"%d permissions", [2]string{"1 recht", "%d rechten"}, [2]string{"%d droit", "%d droits"}},
	{"%d users", [2]string{"1 gebruiker", "%d gebruikers"}, [2]string{"%d utilisateur", "%d utilisateurs"}},
	{"%d roles and links", [2]string{"1 rol of koppeling", "%d rollen en koppelingen"}, [2]string{"%d rôle ou lien", "%d rôles et liens"}},
	{"%d objects", [2]string{"1 object", "%d objecten"}, [2]string{"%d objet", "%d objets"}},
	{"and %d tenants more", [2]string{"en nog 1 tenant", "en nog %d tenants"}, [2]string{"et %d autre tenant", "et %d autres tenants"}},
	{"%d things to look at", [2]string{"1 punt om te bekijken", "%d punten om te bekijken"}, [2]string{"%d point à regarder", "%d points à regarder"}},
	{"%d relationships", [2]string{"1 relatie", "%d relaties"}, [2]string{"%d relation", "%d relations"}},
	{"; and so in %d further rows", [2]string{"; en zo in nog 1 rij", "; en zo in nog %d rijen"}, [2]string{" ; et de même dans %d autre ligne", " ; et de même dans %d autres lignes"}},
	{"%d entries", [2]string{"1 regel", "%d regels"}, [2]string{"%d entrée", "%d entrées"}},
	{"%d snapshots", [2]string{"1 momentopname", "%d momentopnamen"}, [2]string{"%d instantané", "%d instantanés"}},
	{"%d changes", [2]string{"1 wijziging", "%d wijzigingen"}, [2]string{"%d changement", "%d changements"}},
	{"%d grants", [2]string{"1 rol of koppeling", "%d rollen en koppelingen"}, [2]string{"%d rôle ou lien", "%d rôles et liens"}},
	{"%d reviewers", [2]string{"1 beoordelaar", "%d beoordelaars"}, [2]string{"%d examinateur", "%d examinateurs"}},
	{"%d decisions", [2]string{"1 besluit", "%d besluiten"}, [2]string{"%d décision", "%d décisions"}},
	{"%d reviewers reminded", [2]string{"1 beoordelaar herinnerd", "%d beoordelaars herinnerd"}, [2]string{"%d examinateur relancé", "%d examinateurs relancés"}},
	{"%d grants that nobody decided about", [2]string{"1 rol of koppeling waarover niemand besloot", "%d rollen en koppelingen waarover niemand besloot"}, [2]string{"%d rôle ou lien dont personne n'a décidé", "%d rôles et liens dont personne n'a décidé"}},
	{"the source still names %d of them: take them out there, or the next sync brings them back", [2]string{"de bron noemt er nog 1: haal die daar weg, of de volgende synchronisatie brengt die terug", "de bron noemt er nog %d: haal ze daar weg, of de volgende synchronisatie brengt ze terug"}, [2]string{"la source en nomme encore %d : retirez-le là, ou la prochaine synchronisation le ramène", "la source en nomme encore %d : retirez-les là, ou la prochaine synchronisation les ramène"}},
	{"%d of them have changed since they were decided about, or are gone: they are not in the plan", [2]string{"1 ervan is veranderd sinds het besluit, of weg: die staat niet in het plan", "%d ervan zijn veranderd sinds het besluit, of weg: ze staan niet in het plan"}, [2]string{"%d d'entre eux a changé depuis la décision, ou n'est plus : il n'est pas dans le plan", "%d d'entre eux ont changé depuis la décision, ou ne sont plus : ils ne sont pas dans le plan"}},
	{"%d of them are of your own types, which no plan takes away", [2]string{"1 ervan is van een eigen type, dat geen plan afneemt", "%d ervan zijn van eigen types, die geen plan afneemt"}, [2]string{"%d d'entre eux est de vos propres types, qu'aucun plan ne retire", "%d d'entre eux sont de vos propres types, qu'aucun plan ne retire"}},
	{"%d grants came after the opening, and nobody reviewed them", [2]string{"1 rol of koppeling kwam na het openen, en niemand beoordeelde die", "%d rollen en koppelingen kwamen na het openen, en niemand beoordeelde ze"}, [2]string{"%d rôle ou lien est venu après l'ouverture, et personne ne l'a examiné", "%d rôles et liens sont venus après l'ouverture, et personne ne les a examinés"}},
	{"%d grants of the review no longer stand as they were", [2]string{"1 rol of koppeling van de herbeoordeling is niet meer zoals die was", "%d rollen en koppelingen van de herbeoordeling zijn niet meer zoals ze waren"}, [2]string{"%d rôle ou lien de la revue n'est plus comme il était", "%d rôles et liens de la revue ne sont plus comme ils étaient"}},
	{"%d decisions are of reviewers who could not take them any more", [2]string{"1 besluit is van een beoordelaar die het nu niet meer zou mogen nemen", "%d besluiten zijn van beoordelaars die ze nu niet meer zouden mogen nemen"}, [2]string{"%d décision est d'un examinateur qui ne pourrait plus la prendre", "%d décisions sont d'examinateurs qui ne pourraient plus les prendre"}},
	{"%d grants go to nobody: nobody else may end them and know of them", [2]string{"1 rol of koppeling gaat naar niemand: niemand anders mag die beëindigen en ervan weten", "%d rollen en koppelingen gaan naar niemand: niemand anders mag ze beëindigen en ervan weten"}, [2]string{"%d rôle ou lien ne va à personne : personne d'autre ne peut y mettre fin et en avoir connaissance", "%d rôles et liens ne vont à personne : personne d'autre ne peut y mettre fin et en avoir connaissance"}},
}
