package controllers

import (
	"context"
	"fmt"
	"net/netip"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	listers "k8s.io/client-go/listers/core/v1"
)

// balancers gives each Service of type LoadBalancer an address; kube-proxy does the rest.
type balancers struct {
	client   kubernetes.Interface
	services listers.ServiceLister
	network  netip.Prefix
}

func newBalancers(client kubernetes.Interface, factory informers.SharedInformerFactory, network netip.Prefix) *balancers {
	return &balancers{client, factory.Core().V1().Services().Lister(), network}
}

func (b *balancers) pass(ctx context.Context) error {
	services, err := b.services.List(labels.Everything())
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, service := range services {
		for _, ingress := range service.Status.LoadBalancer.Ingress {
			taken[ingress.IP] = true
		}
	}
	for _, service := range services {
		if !wantsAddress(service) {
			continue
		}
		address, err := firstFree(b.network, taken)
		if err != nil {
			return err
		}
		taken[address] = true
		changed := service.DeepCopy()
		changed.Status.LoadBalancer.Ingress = []corev1.LoadBalancerIngress{{IP: address}}
		if _, err := b.client.CoreV1().Services(service.Namespace).UpdateStatus(ctx, changed, metav1.UpdateOptions{}); err != nil {
			return err
		}
	}
	return nil
}

func wantsAddress(service *corev1.Service) bool {
	return service.Spec.Type == corev1.ServiceTypeLoadBalancer && service.DeletionTimestamp == nil &&
		service.Spec.LoadBalancerClass == nil && len(service.Status.LoadBalancer.Ingress) == 0
}

func firstFree(network netip.Prefix, taken map[string]bool) (string, error) {
	for address := network.Addr().Next(); network.Contains(address); address = address.Next() {
		if !taken[address.String()] {
			return address.String(), nil
		}
	}
	return "", fmt.Errorf("all addresses of %s are taken", network)
}
