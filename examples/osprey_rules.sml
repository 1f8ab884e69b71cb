# Rules of a ROOST Osprey worker beside which codewords is installed. The functions come from its entry point
# `osprey_plugin`; all of one text share one scan.
PostText: str = JsonData(path='$.text')

DrugLabel = CodewordsLabel(text=PostText, surface='post')
DrugAction = CodewordsAction(text=PostText, surface='post')
DrugContacts = CodewordsContacts(text=PostText, surface='post')
DrugReasons = CodewordsDetections(text=PostText, surface='post')
DrugRules = CodewordsRuleset(text=PostText, surface='post')

DrugOffer = Rule(
  when_all=[DrugLabel == 'offer', DrugAction != 'allow'],
  description='Drugs are offered',
)

WhenRules(
  rules_any=[DrugOffer],
  then=[DeclareVerdict(verdict='review')],
)
