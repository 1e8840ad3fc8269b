package controllers

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	corelisters "k8s.io/client-go/listers/core/v1"
	networklisters "k8s.io/client-go/listers/networking/v1"
)

// policies enforces NetworkPolicies for the pods of one node with the kernel's packet filter.
type policies struct {
	node       string
	pods       corelisters.PodLister
	namespaces corelisters.NamespaceLister
	policies   networklisters.NetworkPolicyLister
	applied    string
}

func newPolicies(factory informers.SharedInformerFactory, node string) *policies {
	core := factory.Core().V1()
	return &policies{
		node:       node,
		pods:       core.Pods().Lister(),
		namespaces: core.Namespaces().Lister(),
		policies:   factory.Networking().V1().NetworkPolicies().Lister(),
	}
}

func (p *policies) pass(ctx context.Context) error {
	pods, err := p.pods.List(labels.Everything())
	if err != nil {
		return err
	}
	namespaces, err := p.namespaces.List(labels.Everything())
	if err != nil {
		return err
	}
	all, err := p.policies.List(labels.Everything())
	if err != nil {
		return err
	}
	rules := Ruleset(p.node, pods, namespaces, all)
	if rules == p.applied {
		return nil
	}
	var output bytes.Buffer
	command := exec.CommandContext(ctx, "nft", "--file", "-")
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(rules), &output, &output
	if err := command.Run(); err != nil {
		return fmt.Errorf("nft: %w: %s", err, output.String())
	}
	p.applied = rules
	return nil
}
