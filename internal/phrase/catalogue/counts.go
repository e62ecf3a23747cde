package catalogue

// countTexts are about numbers of things.
var countTexts = []text{
	{"%d {permission|permissions}", "%d {recht|rechten}", "%d {droit|droits}"},
	{"%d {user|users}", "%d {gebruiker|gebruikers}", "%d {utilisateur|utilisateurs}"},
	{"%d {role or link|roles and links}", "%d {rol of koppeling|rollen en koppelingen}", "%d {rôle ou lien|rôles et liens}"},
	{"%d {object|objects}", "%d {object|objecten}", "%d {objet|objets}"},
	{"and %d {tenant|tenants} more", "en nog %d {tenant|tenants}", "et %d {autre tenant|autres tenants}"},
	{"%d {thing|things} to look at", "%d {punt|punten} om te bekijken", "%d {point|points} à regarder"},
	{"%d {relationship|relationships}", "%d {relatie|relaties}", "%d {relation|relations}"},
	{"; and so in %d further {row|rows}", "; en zo in nog %d {rij|rijen}", " ; et de même dans %d {autre ligne|autres lignes}"},
	{"%d {entry|entries}", "%d {regel|regels}", "%d {entrée|entrées}"},
	{"%d {snapshot|snapshots}", "%d {momentopname|momentopnamen}", "%d {instantané|instantanés}"},
	{"%d {change|changes}", "%d {wijziging|wijzigingen}", "%d {changement|changements}"},
	{"%d {grant|grants}", "%d {rol of koppeling|rollen en koppelingen}", "%d {rôle ou lien|rôles et liens}"},
	{"%d {reviewer|reviewers}", "%d {beoordelaar|beoordelaars}", "%d {examinateur|examinateurs}"},
	{"%d {decision|decisions}", "%d {besluit|besluiten}", "%d {décision|décisions}"},
	{"%d {reviewer|reviewers} reminded", "%d {beoordelaar|beoordelaars} herinnerd", "%d {examinateur relancé|examinateurs relancés}"},
	{"%d {grant|grants} that nobody decided about", "%d {rol of koppeling|rollen en koppelingen} waarover niemand besloot", "%d {rôle ou lien|rôles et liens} dont personne n'a décidé"},
	{"the source still names %d of them: take {it|them} out there, or the next sync brings {it|them} back", "de bron noemt er nog %d: haal {die|ze} daar weg, of de volgende synchronisatie brengt {die|ze} terug", "la source en nomme encore %d : {retirez-le|retirez-les} là, ou la prochaine synchronisation {le|les} ramène"},
	{"%d of them {has|have} changed since {it was|they were} decided about, or {is|are} gone: {it is|they are} not in the plan", "%d ervan {is|zijn} veranderd sinds het besluit, of weg: {die staat|ze staan} niet in het plan", "%d d'entre eux {a|ont} changé depuis la décision, ou {n'est|ne sont} plus : {il n'est|ils ne sont} pas dans le plan"},
	{"%d of them {is|are} of your own types, which no plan takes away", "%d ervan {is|zijn} van {een |}eigen {type|types}, {dat|die} geen plan afneemt", "%d d'entre eux {est|sont} de vos propres types, qu'aucun plan ne retire"},
	{"%d {grant|grants} came after the opening, and nobody reviewed {it|them}", "%d {rol of koppeling kwam|rollen en koppelingen kwamen} na het openen, en niemand beoordeelde {die|ze}", "%d {rôle ou lien est venu|rôles et liens sont venus} après l'ouverture, et personne ne {l'a examiné|les a examinés}"},
	{"%d {grant|grants} of the review no longer {stands|stand} as {it was|they were}", "%d {rol of koppeling|rollen en koppelingen} van de herbeoordeling {is|zijn} niet meer zoals {die was|ze waren}", "%d {rôle ou lien|rôles et liens} de la revue {n'est|ne sont} plus comme {il était|ils étaient}"},
	{"%d {decision is|decisions are} of {a reviewer|reviewers} who could not take {it|them} any more", "%d {besluit is|besluiten zijn} van {een beoordelaar|beoordelaars} die {het|ze} nu niet meer {zou|zouden} mogen nemen", "%d {décision est d'un examinateur|décisions sont d'examinateurs} qui ne {pourrait|pourraient} plus {la|les} prendre"},
	{"%d {grant goes|grants go} to nobody: nobody else may end {it|them} and know of {it|them}", "%d {rol of koppeling gaat|rollen en koppelingen gaan} naar niemand: niemand anders mag {die|ze} beëindigen en ervan weten", "%d {rôle ou lien|rôles et liens} ne {va|vont} à personne : personne d'autre ne peut y mettre fin et en avoir connaissance"},
}
