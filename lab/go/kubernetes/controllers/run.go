// Package controllers does what a provider of clusters adds to Kubernetes: volumes, addresses of load balancers, and the
// enforcement of NetworkPolicies. It is for clusters of tests: its volumes are folders of one machine.
package controllers

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
)

// A pass looks at everything there is and brings it one step nearer to what it should be.
type pass func(ctx context.Context) error

const retryAfter = time.Second

// NewCommand is the command line of the controllers.
func NewCommand() *cobra.Command {
	var kubeconfig, node, volumes, balancers string
	command := &cobra.Command{
		Use:          "controllers",
		SilenceUsage: true,
		RunE: func(command *cobra.Command, _ []string) error {
			config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
			if err != nil {
				return err
			}
			config.QPS, config.Burst = 100, 200
			client, err := kubernetes.NewForConfig(config)
			if err != nil {
				return err
			}
			factory := informers.NewSharedInformerFactory(client, 0)
			loops := [][]pass{{newPolicies(factory, node).pass}}
			if volumes != "" {
				loops = append(loops, []pass{newVolumes(client, factory, volumes).pass})
			}
			if balancers != "" {
				network, err := netip.ParsePrefix(balancers)
				if err != nil {
					return err
				}
				loops = append(loops, []pass{newBalancers(client, factory, network).pass})
			}
			return run(command.Context(), factory, loops)
		},
	}
	flags := command.Flags()
	flags.StringVar(&kubeconfig, "kubeconfig", "", "how to reach the API server")
	flags.StringVar(&node, "node", "", "the node whose pods' traffic is filtered here")
	flags.StringVar(&volumes, "volumes", "", "make volumes below this folder")
	flags.StringVar(&balancers, "balancers", "", "give load balancers addresses of this network")
	return command
}

// Each loop runs its passes once in the beginning and then whenever anything that is watched has changed.
func run(ctx context.Context, factory informers.SharedInformerFactory, loops [][]pass) error {
	var wakers []chan struct{}
	for range loops {
		wakers = append(wakers, make(chan struct{}, 1))
	}
	wake := func(any) {
		for _, waker := range wakers {
			select {
			case waker <- struct{}{}:
			default:
			}
		}
	}
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    wake,
		UpdateFunc: func(_, after any) { wake(after) },
		DeleteFunc: wake,
	}
	for _, informer := range watched(factory) {
		if _, err := informer.AddEventHandler(handler); err != nil {
			return err
		}
	}
	factory.Start(ctx.Done())
	for kind, synced := range factory.WaitForCacheSync(ctx.Done()) {
		if !synced {
			return fmt.Errorf("%v could not be read", kind)
		}
	}
	for index, passes := range loops {
		go loop(ctx, wakers[index], passes)
	}
	wake(nil)
	<-ctx.Done()
	return nil
}

func loop(ctx context.Context, waker chan struct{}, passes []pass) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-waker:
		}
		for _, pass := range passes {
			if err := pass(ctx); err != nil {
				klog.ErrorS(err, "trying again")
				time.AfterFunc(retryAfter, func() {
					select {
					case waker <- struct{}{}:
					default:
					}
				})
			}
		}
	}
}

func watched(factory informers.SharedInformerFactory) []cache.SharedIndexInformer {
	core := factory.Core().V1()
	return []cache.SharedIndexInformer{
		core.Namespaces().Informer(),
		core.PersistentVolumeClaims().Informer(),
		core.PersistentVolumes().Informer(),
		core.Pods().Informer(),
		core.Services().Informer(),
		factory.Networking().V1().NetworkPolicies().Informer(),
	}
}
