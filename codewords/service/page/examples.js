// Messages to begin with. All of them are invented.

export const EXAMPLES = [
  ["A menu", "🍀 Menu du soir 🍀\nbeuh 5g 50€ / 10g 90€\nc0c@ïne top qualité 60€ le g\nlivraison 7j/7 de 14h à 2h, cash\nsnap zz_fictif_x"],
  ["A courier wanted", "On cherche livreur sérieux avec scooter, 120€ par jour payé le soir, pochettes préparées, discret. Viens en mp"],
  ["A shop that moves", "Ancien canal sauté 😤 nouveau canal telegram zz_fictif_bis, mêmes produits même équipe, faites tourner, shit et beuh dispo"],
  ["A code nobody lists", "zalouche dispo 🔥 5g 50€, 10g 90€, livraison ce soir, viens en pv"],
  ["News", "La douane saisit 40 kg de cocaïne au port, trois personnes en garde à vue selon le parquet"],
  ["A bakery", "Farine T65 bio 25kg à 32€, livraison offerte dès 100€, commande par téléphone au 06 00 00 00 00"],
];
