package controllers

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func pod(namespace, app, ip, node string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: app, Labels: map[string]string{"app": app}},
		Spec: corev1.PodSpec{NodeName: node, Containers: []corev1.Container{
			{Ports: []corev1.ContainerPort{{Name: "http", ContainerPort: 8080}}},
		}},
		Status: corev1.PodStatus{PodIP: ip, Phase: corev1.PodRunning},
	}
}

func app(name string) *metav1.LabelSelector {
	return &metav1.LabelSelector{MatchLabels: map[string]string{"app": name}}
}

var (
	pods = []*corev1.Pod{
		pod("a", "web", "10.244.1.1", "node1"),
		pod("a", "api", "10.244.1.2", "node1"),
		pod("a", "db", "10.244.2.1", "node2"),
		pod("b", "web", "10.244.1.9", "node1"),
	}
	namespaces = []*corev1.Namespace{
		{ObjectMeta: metav1.ObjectMeta{Name: "a", Labels: map[string]string{"team": "a"}}},
		{ObjectMeta: metav1.ObjectMeta{Name: "b", Labels: map[string]string{"team": "b"}}},
	}
	number = intstr.FromInt32
	udp    = corev1.ProtocolUDP
)

func policy(spec networkingv1.NetworkPolicySpec) *networkingv1.NetworkPolicy {
	return &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: "a", Name: "p"}, Spec: spec}
}

func port(value intstr.IntOrString, protocol *corev1.Protocol) networkingv1.NetworkPolicyPort {
	return networkingv1.NetworkPolicyPort{Port: &value, Protocol: protocol}
}

func rules(policies ...*networkingv1.NetworkPolicy) string {
	return Ruleset("node1", pods, namespaces, policies)
}

func TestWithoutPoliciesNothingIsFiltered(t *testing.T) {
	if got := rules(); strings.Contains(got, "jump") || strings.Contains(got, "reject") {
		t.Error(got)
	}
}

func TestDenyAllRefusesBothWaysForThePodsOfTheNamespaceOnThisNode(t *testing.T) {
	got := rules(policy(networkingv1.NetworkPolicySpec{
		PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress},
	}))
	for _, want := range []string{
		"ip saddr 10.244.1.1 jump out-10-244-1-1\n", "ip daddr 10.244.1.1 jump in-10-244-1-1\n",
		"ip saddr 10.244.1.2 jump out-10-244-1-2\n", "ip daddr 10.244.1.2 jump in-10-244-1-2\n",
		"chain in-10-244-1-1 {\n    reject with icmp type admin-prohibited\n  }",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "10.244.2.1") || strings.Contains(got, "10.244.1.9") || strings.Contains(got, "return") {
		t.Error(got)
	}
}

func TestRules(t *testing.T) {
	ingress := func(rule networkingv1.NetworkPolicyIngressRule) networkingv1.NetworkPolicySpec {
		return networkingv1.NetworkPolicySpec{
			PodSelector: *app("web"),
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
			Ingress:     []networkingv1.NetworkPolicyIngressRule{rule},
		}
	}
	egress := func(rule networkingv1.NetworkPolicyEgressRule) networkingv1.NetworkPolicySpec {
		return networkingv1.NetworkPolicySpec{
			PodSelector: *app("web"),
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeEgress},
			Egress:      []networkingv1.NetworkPolicyEgressRule{rule},
		}
	}
	end := int32(9010)
	ranged := port(number(9000), nil)
	ranged.EndPort = &end
	for name, test := range map[string]struct {
		spec networkingv1.NetworkPolicySpec
		want []string
	}{
		"from everywhere": {ingress(networkingv1.NetworkPolicyIngressRule{}), []string{"return"}},
		"from pods beside it at a port": {ingress(networkingv1.NetworkPolicyIngressRule{
			From:  []networkingv1.NetworkPolicyPeer{{PodSelector: app("api")}},
			Ports: []networkingv1.NetworkPolicyPort{port(number(80), nil)},
		}), []string{"ip saddr 10.244.1.2 tcp dport 80 return"}},
		"from all pods of another namespace": {ingress(networkingv1.NetworkPolicyIngressRule{
			From: []networkingv1.NetworkPolicyPeer{{NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"team": "b"}}}},
		}), []string{"ip saddr 10.244.1.9 return"}},
		"from addresses with exceptions": {ingress(networkingv1.NetworkPolicyIngressRule{
			From: []networkingv1.NetworkPolicyPeer{{IPBlock: &networkingv1.IPBlock{CIDR: "10.0.0.0/8", Except: []string{"10.1.0.0/16"}}}},
		}), []string{"ip saddr 10.0.0.0/8 ip saddr != { 10.1.0.0/16 } return"}},
		"at its own port by name": {ingress(networkingv1.NetworkPolicyIngressRule{
			Ports: []networkingv1.NetworkPolicyPort{port(intstr.FromString("http"), nil)},
		}), []string{"ip daddr 10.244.1.1 tcp dport 8080 return"}},
		"to a pod at its port by name": {egress(networkingv1.NetworkPolicyEgressRule{
			To:    []networkingv1.NetworkPolicyPeer{{PodSelector: app("db")}},
			Ports: []networkingv1.NetworkPolicyPort{port(intstr.FromString("http"), nil)},
		}), []string{"ip daddr 10.244.2.1 ip daddr 10.244.2.1 tcp dport 8080 return"}},
		"to everywhere by another protocol": {egress(networkingv1.NetworkPolicyEgressRule{
			Ports: []networkingv1.NetworkPolicyPort{port(number(53), &udp)},
		}), []string{"udp dport 53 return"}},
		"at a range of ports": {egress(networkingv1.NetworkPolicyEgressRule{
			Ports: []networkingv1.NetworkPolicyPort{ranged},
		}), []string{"tcp dport 9000-9010 return"}},
		"to a pod that does not exist": {egress(networkingv1.NetworkPolicyEgressRule{
			To: []networkingv1.NetworkPolicyPeer{{PodSelector: app("none")}},
		}), nil},
	} {
		got := rules(policy(test.spec))
		var returns []string
		for _, line := range strings.Split(got, "\n") {
			if line = strings.TrimSpace(line); strings.HasSuffix(line, "return") {
				returns = append(returns, line)
			}
		}
		if strings.Join(returns, "\n") != strings.Join(test.want, "\n") || !strings.Contains(got, refusal) {
			t.Errorf("%s: got %q\n%s", name, returns, got)
		}
	}
}

func TestPodsThatEndedHaveNoAddress(t *testing.T) {
	over := pod("a", "web", "10.244.1.1", "node1")
	over.Status.Phase = corev1.PodSucceeded
	got := Ruleset("node1", []*corev1.Pod{over}, namespaces, []*networkingv1.NetworkPolicy{policy(networkingv1.NetworkPolicySpec{
		PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
	})})
	if strings.Contains(got, "10.244.1.1") {
		t.Error(got)
	}
}
