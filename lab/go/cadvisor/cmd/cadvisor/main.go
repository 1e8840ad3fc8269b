// cAdvisor's own library behind the flags and the two paths that our configuration uses: the program of its project is a
// module of its own, which the module proxy does not serve.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/google/cadvisor/cache/memory"
	"github.com/google/cadvisor/container"
	_ "github.com/google/cadvisor/container/docker/install"
	info "github.com/google/cadvisor/info/v2"
	"github.com/google/cadvisor/manager"
	"github.com/google/cadvisor/metrics"
	"github.com/google/cadvisor/utils/sysfs"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"k8s.io/klog/v2"
	"k8s.io/utils/clock"
)

var (
	port   = flag.Int("port", 8080, "port to listen on")
	labels = flag.Bool("store_container_labels", true, "tell each container's labels")
	some   = flag.String("whitelisted_container_labels", "", "the labels that are told where not all are, with commas between")
)

// What the project's program measures where nothing else is said.
func measured() container.MetricSet {
	return container.AllMetrics.Difference(container.MetricSet{
		container.MemoryNumaMetrics:              struct{}{},
		container.NetworkTcpUsageMetrics:         struct{}{},
		container.NetworkUdpUsageMetrics:         struct{}{},
		container.NetworkAdvancedTcpUsageMetrics: struct{}{},
		container.ProcessSchedulerMetrics:        struct{}{},
		container.ProcessMetrics:                 struct{}{},
		container.HugetlbUsageMetrics:            struct{}{},
		container.ReferencedMemoryMetrics:        struct{}{},
		container.CPUTopologyMetrics:             struct{}{},
		container.ResctrlMetrics:                 struct{}{},
		container.CPUSetMetrics:                  struct{}{},
	})
}

func handler(containers manager.Manager, set container.MetricSet) http.Handler {
	name := metrics.DefaultContainerLabels
	if !*labels {
		name = metrics.BaseContainerLabels(strings.Split(*some, ","))
	}
	options := info.RequestOptions{IdType: info.TypeName, Count: 1, Recursive: true}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		metrics.NewPrometheusCollector(containers, name, set, clock.RealClock{}, options),
		metrics.NewPrometheusMachineCollector(containers, set),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	mux.HandleFunc("/healthz", func(answer http.ResponseWriter, _ *http.Request) { fmt.Fprint(answer, "ok") })
	return mux
}

func main() {
	klog.InitFlags(nil)
	flag.Parse()
	set := measured()
	cache := memory.New(2*time.Minute, nil)
	client := &http.Client{Timeout: 10 * time.Second}
	containers, err := manager.New(cache, sysfs.NewRealSysFs(), manager.HousekeepingConfigFlags, set, client, []string{""}, []string{""}, "", 0)
	if err != nil {
		klog.Fatalf("no manager: %v", err)
	}
	served := handler(containers, set)
	if err := containers.Start(); err != nil {
		klog.Fatalf("the manager does not start: %v", err)
	}
	ending, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: fmt.Sprintf(":%d", *port), Handler: served, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ending.Done()
		_ = containers.Stop()
		_ = server.Close()
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		klog.Fatal(err)
	}
}
