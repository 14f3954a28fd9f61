# zh: 规范化第一步:由所用的性质补出类型,成分的三种写法归为一种
# en: Normalisation, first phase: types that follow from properties in use; one way to name a component
INSERT { ?observation a qb:Observation }
WHERE { { ?group qb:observation ?observation } UNION { ?observation qb:dataSet ?set } } ;
INSERT { ?slice a qb:Slice } WHERE { ?set qb:slice ?slice } ;
INSERT { ?component qb:componentProperty ?property . ?property a qb:DimensionProperty }
WHERE { ?component qb:dimension ?property } ;
INSERT { ?component qb:componentProperty ?property . ?property a qb:MeasureProperty }
WHERE { ?component qb:measure ?property } ;
INSERT { ?component qb:componentProperty ?property . ?property a qb:AttributeProperty }
WHERE { ?component qb:attribute ?property }
