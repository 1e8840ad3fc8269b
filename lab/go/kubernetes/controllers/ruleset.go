package controllers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// What is forbidden is refused with a message of its own kind, so that a test can tell it from a port where nobody listens.
const refusal = "reject with icmp type admin-prohibited"

// A direction of traffic, as seen from the pod that a policy selects.
type direction struct {
	chain string // begins the name of a pod's chain
	own   string // matches the pod's address
	peer  string // matches the address at the other end
}

var (
	ingress = direction{chain: "in", own: "daddr", peer: "saddr"}
	egress  = direction{chain: "out", own: "saddr", peer: "daddr"}
)

type world struct {
	pods       []*corev1.Pod
	namespaces map[string]labels.Set
}

// Ruleset is what nft has to be told so that the pods of a node send and receive only what the policies allow, to the node's own
// servers, too. Answers pass, and what comes from the node itself: probes. It replaces an earlier one as a whole.
func Ruleset(node string, pods []*corev1.Pod, namespaces []*corev1.Namespace, policies []*networkingv1.NetworkPolicy) string {
	w := world{namespaces: map[string]labels.Set{}}
	for _, namespace := range namespaces {
		w.namespaces[namespace.Name] = namespace.Labels
	}
	for _, pod := range pods {
		if pod.Status.PodIP != "" && !pod.Spec.HostNetwork && !isOver(pod) {
			w.pods = append(w.pods, pod)
		}
	}
	slices.SortFunc(w.pods, func(a, b *corev1.Pod) int { return cmp.Compare(a.Status.PodIP, b.Status.PodIP) })
	policies = slices.Clone(policies)
	slices.SortFunc(policies, func(a, b *networkingv1.NetworkPolicy) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})

	var chains, leaving, entering strings.Builder
	for _, pod := range w.pods {
		if pod.Spec.NodeName != node {
			continue
		}
		for _, way := range []direction{egress, ingress} {
			rules, isolated := w.rulesFor(pod, way, policies)
			if !isolated {
				continue
			}
			name := fmt.Sprintf("%s-%s", way.chain, strings.ReplaceAll(pod.Status.PodIP, ".", "-"))
			fmt.Fprintf(&chains, "  chain %s {\n", name)
			for _, rule := range rules {
				fmt.Fprintf(&chains, "    %s\n", strings.TrimSpace(rule+" return"))
			}
			fmt.Fprintf(&chains, "    %s\n  }\n", refusal)
			jumps := &entering
			if way == egress {
				jumps = &leaving
			}
			fmt.Fprintf(jumps, "    ip %s %s jump %s\n", way.own, pod.Status.PodIP, name)
		}
	}
	hook := func(name, jumps string) string {
		return fmt.Sprintf("  chain %s {\n    type filter hook %s priority -10; policy accept;\n    ct state established,related accept\n%s  }\n", name, name, jumps)
	}
	return "table ip trireme-policies\ndelete table ip trireme-policies\ntable ip trireme-policies {\n" + chains.String() +
		hook("forward", leaving.String()+entering.String()) + hook("input", leaving.String()) + "}\n"
}

func isIPv6(block string) bool { return strings.Contains(block, ":") }

func isOver(pod *corev1.Pod) bool {
	return pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
}

// What a pod may do in a direction, and whether any policy says so: where none does, it may do anything.
func (w world) rulesFor(pod *corev1.Pod, way direction, policies []*networkingv1.NetworkPolicy) (rules []string, isolated bool) {
	for _, policy := range policies {
		if policy.Namespace != pod.Namespace || !selects(&policy.Spec.PodSelector, pod.Labels) {
			continue
		}
		if way == ingress && slices.Contains(policy.Spec.PolicyTypes, networkingv1.PolicyTypeIngress) {
			isolated = true
			for _, rule := range policy.Spec.Ingress {
				rules = append(rules, w.allowed(policy.Namespace, way, rule.From, rule.Ports, []*corev1.Pod{pod})...)
			}
		}
		if way == egress && slices.Contains(policy.Spec.PolicyTypes, networkingv1.PolicyTypeEgress) {
			isolated = true
			for _, rule := range policy.Spec.Egress {
				rules = append(rules, w.allowed(policy.Namespace, way, rule.To, rule.Ports, nil)...)
			}
		}
	}
	return rules, isolated
}

// One rule of a policy: any of these peers at any of these ports. The ports are the receivers'; for egress these are the peers.
func (w world) allowed(namespace string, way direction, peers []networkingv1.NetworkPolicyPeer, ports []networkingv1.NetworkPolicyPort, receivers []*corev1.Pod) []string {
	type addresses struct {
		match     string
		receivers []*corev1.Pod
	}
	var ends []addresses
	if len(peers) == 0 {
		ends = append(ends, addresses{"", w.pods})
	}
	for _, peer := range peers {
		if peer.IPBlock != nil {
			// The cluster has IPv4 alone, and so has the table: nft would refuse all of it for one address of the other kind.
			if isIPv6(peer.IPBlock.CIDR) {
				continue
			}
			match := fmt.Sprintf("ip %s %s", way.peer, peer.IPBlock.CIDR)
			if except := slices.DeleteFunc(slices.Clone(peer.IPBlock.Except), isIPv6); len(except) > 0 {
				match += fmt.Sprintf(" ip %s != { %s }", way.peer, strings.Join(except, ", "))
			}
			ends = append(ends, addresses{match, nil})
			continue
		}
		for _, pod := range w.matching(namespace, peer) {
			ends = append(ends, addresses{fmt.Sprintf("ip %s %s", way.peer, pod.Status.PodIP), []*corev1.Pod{pod}})
		}
	}
	var rules []string
	for _, end := range ends {
		to := receivers
		if way == egress {
			to = end.receivers
		}
		if len(ports) == 0 {
			rules = append(rules, end.match)
		}
		for _, port := range ports {
			for _, match := range portMatches(port, to) {
				rules = append(rules, strings.TrimSpace(end.match+" "+match))
			}
		}
	}
	return rules
}

func (w world) matching(namespace string, peer networkingv1.NetworkPolicyPeer) []*corev1.Pod {
	var found []*corev1.Pod
	for _, pod := range w.pods {
		inNamespace := pod.Namespace == namespace
		if peer.NamespaceSelector != nil {
			inNamespace = selects(peer.NamespaceSelector, w.namespaces[pod.Namespace])
		}
		if inNamespace && (peer.PodSelector == nil || selects(peer.PodSelector, pod.Labels)) {
			found = append(found, pod)
		}
	}
	return found
}

func selects(selector *metav1.LabelSelector, set labels.Set) bool {
	parsed, err := metav1.LabelSelectorAsSelector(selector)
	return err == nil && parsed.Matches(set)
}

// A port by name is whatever number the receivers give to that name.
func portMatches(port networkingv1.NetworkPolicyPort, receivers []*corev1.Pod) []string {
	protocol := corev1.ProtocolTCP
	if port.Protocol != nil {
		protocol = *port.Protocol
	}
	transport := strings.ToLower(string(protocol))
	switch {
	case port.Port == nil:
		return []string{"meta l4proto " + transport}
	case port.Port.Type == intstr.Int && port.EndPort != nil:
		return []string{fmt.Sprintf("%s dport %d-%d", transport, port.Port.IntVal, *port.EndPort)}
	case port.Port.Type == intstr.Int:
		return []string{fmt.Sprintf("%s dport %d", transport, port.Port.IntVal)}
	}
	var matches []string
	for _, pod := range receivers {
		for _, container := range pod.Spec.Containers {
			for _, open := range container.Ports {
				if open.Name == port.Port.StrVal && cmp.Or(open.Protocol, corev1.ProtocolTCP) == protocol {
					matches = append(matches, fmt.Sprintf("ip daddr %s %s dport %d", pod.Status.PodIP, transport, open.ContainerPort))
				}
			}
		}
	}
	return matches
}
