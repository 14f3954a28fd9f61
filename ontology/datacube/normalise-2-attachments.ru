# zh: 规范化第二步:写在数据集、切片上的值归到各个观测
# en: Normalisation, second phase: values on a data set or slice are put on its observations
INSERT { ?observation ?property ?value }
WHERE {
  ?set qb:structure/qb:component ?component ; ?property ?value .
  ?component qb:componentProperty ?property ; qb:componentAttachment qb:DataSet .
  ?observation qb:dataSet ?set
} ;
INSERT { ?observation ?property ?value }
WHERE {
  ?set qb:structure/qb:component ?component ; qb:slice ?slice .
  ?component qb:componentProperty ?property ; qb:componentAttachment qb:Slice .
  ?slice qb:observation ?observation ; ?property ?value
} ;
INSERT { ?observation ?dimension ?value }
WHERE {
  ?set qb:structure/qb:component/qb:componentProperty ?dimension ; qb:slice ?slice .
  ?dimension a qb:DimensionProperty .
  ?slice qb:observation ?observation ; ?dimension ?value
}
