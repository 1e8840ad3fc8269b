package bridge

import (
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

type overrides = map[string]*tfbridge.SchemaInfo

func lower(name string, length int) *tfbridge.SchemaInfo {
	return tfbridge.AutoNameTransform(name, length, strings.ToLower)
}

// fields says where the npm package names a property otherwise than the bridge would, and which property is generated
// from the resource's own name and how long it may be.
var fields = map[string]overrides{
	"aws_cloudwatch_log_subscription_filter": {"log_group_name": {Name: "logGroup"}},
	"aws_cloudwatch_metric_alarm":            {"alarm_name": tfbridge.AutoName("name", 255, "-")},
	"aws_db_instance":                        {"identifier": lower("identifier", 63)},
	"aws_db_parameter_group":                 {"name": lower("name", 255)},
	"aws_db_subnet_group":                    {"name": lower("name", 255)},
	"aws_elasticache_replication_group":      {"replication_group_id": lower("replicationGroupId", 40)},
	"aws_iam_role":                           {"name": tfbridge.AutoName("name", 64, "-")},
	"aws_lb":                                 {"name": tfbridge.AutoName("name", 32, "-")},
	"aws_lb_target_group":                    {"name": tfbridge.AutoName("name", 32, "-")},
	"aws_default_network_acl":                rules(),
	"aws_default_security_group":             rules("name"),
	"aws_ecs_service": {"service_connect_configuration": {Elem: &tfbridge.SchemaInfo{Fields: overrides{
		"service": {Elem: &tfbridge.SchemaInfo{Fields: overrides{"client_alias": many("clientAlias")}}},
	}}}},
	"aws_network_acl": rules(),
	"aws_route53_record": {
		"alias":                      many("aliases"),
		"failover_routing_policy":    many("failoverRoutingPolicies"),
		"geolocation_routing_policy": many("geolocationRoutingPolicies"),
		"latency_routing_policy":     many("latencyRoutingPolicies"),
		"weighted_routing_policy":    many("weightedRoutingPolicies"),
	},
	"aws_s3_bucket":              {"bucket": lower("bucket", 63)},
	"aws_security_group":         rules(),
	"aws_sns_topic_subscription": {"topic_arn": {Name: "topic"}},
}

// rules keep the names that they have upstream, where the bridge would make them plural; so do others, which are not generated.
func rules(others ...string) overrides {
	kept := overrides{}
	for _, name := range append(others, "ingress", "egress") {
		kept[name] = &tfbridge.SchemaInfo{Name: name}
	}
	return kept
}

// many is a list of a property of which upstream takes one only.
func many(name string) *tfbridge.SchemaInfo {
	return &tfbridge.SchemaInfo{Name: name, MaxItemsOne: tfbridge.False()}
}

// singular is the overrides by which each block called inner is one object within each block called outer, at any depth.
func singular(m shim.SchemaMap, outer, inner string) overrides {
	found := overrides{}
	m.Range(func(key string, s shim.Schema) bool {
		block, ok := s.Elem().(shim.Resource)
		if !ok {
			return true
		}
		within := singular(block.Schema(), outer, inner)
		if key == outer {
			if within[inner] == nil {
				within[inner] = &tfbridge.SchemaInfo{}
			}
			within[inner].Name, within[inner].MaxItemsOne = inner, tfbridge.True()
		}
		if len(within) > 0 {
			found[key] = &tfbridge.SchemaInfo{Elem: &tfbridge.SchemaInfo{Fields: within}}
		}
		return true
	})
	return found
}

// oneAtATime are the resources of which no second one may exist while the first does.
var oneAtATime = map[string]bool{}
