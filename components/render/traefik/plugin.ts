import { tokenSource } from "./plugin-tokens";

/** Name by which routes name the plugin, and the module that it is. */
export const plugin = { name: "trireme", module: "trireme.dev/ingress" } as const;

/** Where Traefik looks for plugins that lie on its disk: below its working folder, `/` in the official image. */
export const pluginFolder = `/plugins-local/src/${plugin.module}`;

const manifest = `displayName: Trireme
type: middleware
import: ${plugin.module}
summary: What an ingress of Trireme asks for and Traefik has no middleware for.
testData: {}
`;

/**
 * What Traefik has no middleware for, as a plugin of Traefik's own kind: Go that its interpreter runs
 * (https://plugins.traefik.io/create). Response headers are written in small letters: a middleware around it takes out those of a
 * service, which come with capitals.
 */
const source = `package ingress

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
)

type Config struct {
	Status      int      \`json:"status,omitempty"\`
	MaxBody     int64    \`json:"maxBody,omitempty"\`
	Correlation string   \`json:"correlation,omitempty"\`
	Clear       []string \`json:"clear,omitempty"\`
	Trusted     []string \`json:"trusted,omitempty"\`
	Allowed     []string \`json:"allowed,omitempty"\`
	Origins     []string \`json:"origins,omitempty"\`
	Issuer      string   \`json:"issuer,omitempty"\`
	Key         string   \`json:"key,omitempty"\`
	Verified    string   \`json:"verified,omitempty"\`
	Challenges  string   \`json:"challenges,omitempty"\`
}

func CreateConfig() *Config { return &Config{} }

type gate struct {
	next    http.Handler
	config  *Config
	trusted []*net.IPNet
	allowed []*net.IPNet
	key     *rsa.PublicKey
}

func ranges(texts []string) ([]*net.IPNet, error) {
	found := []*net.IPNet{}
	for _, text := range texts {
		if !strings.Contains(text, "/") {
			if strings.Contains(text, ":") {
				text += "/128"
			} else {
				text += "/32"
			}
		}
		_, network, err := net.ParseCIDR(text)
		if err != nil {
			return nil, err
		}
		found = append(found, network)
	}
	return found, nil
}

func New(_ context.Context, next http.Handler, config *Config, _ string) (http.Handler, error) {
	trusted, err := ranges(config.Trusted)
	if err != nil {
		return nil, err
	}
	allowed, err := ranges(config.Allowed)
	if err != nil {
		return nil, err
	}
	made := &gate{next: next, config: config, trusted: trusted, allowed: allowed}
	if config.Key != "" {
		der, err := base64.StdEncoding.DecodeString(config.Key)
		if err != nil {
			return nil, err
		}
		parsed, err := x509.ParsePKIXPublicKey(der)
		if err != nil {
			return nil, err
		}
		key, ok := parsed.(*rsa.PublicKey)
		if !ok {
			return nil, errors.New("the issuer's key is not RSA")
		}
		made.key = key
	}
	return made, nil
}

func within(networks []*net.IPNet, address net.IP) bool {
	for _, network := range networks {
		if network.Contains(address) {
			return true
		}
	}
	return false
}

// The last address that no trusted proxy has; Traefik has taken the header out where nobody is trusted.
func (g *gate) client(r *http.Request) net.IP {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	address := net.ParseIP(host)
	if len(g.trusted) == 0 {
		return address
	}
	chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for index := len(chain) - 1; index >= 0 && address != nil && within(g.trusted, address); index-- {
		before := net.ParseIP(strings.TrimSpace(chain[index]))
		if before == nil {
			break
		}
		address = before
	}
	return address
}

func contains(texts []string, text string) bool {
	for _, one := range texts {
		if one == text {
			return true
		}
	}
	return false
}

var fit = regexp.MustCompile("^[A-Za-z0-9._:-]{1,128}$")
var challenge = regexp.MustCompile("^[A-Za-z0-9_-]{1,200}$")

func identity() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func answer(rw http.ResponseWriter, status int, kind string, message string) {
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	body, _ := json.Marshal(map[string]string{"error": kind, "message": message})
	_, _ = rw.Write(body)
}

// Whether the request ends here: a preflight. Browsers are told who may read.
func (g *gate) origins(rw http.ResponseWriter, r *http.Request) bool {
	headers := rw.Header()
	headers["vary"] = []string{"Origin"}
	origin := r.Header.Get("Origin")
	known := contains(g.config.Origins, origin)
	if known {
		headers["access-control-allow-origin"] = []string{origin}
		headers["access-control-allow-credentials"] = []string{"true"}
	}
	if r.Method != http.MethodOptions || origin == "" || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	if known {
		headers["access-control-allow-methods"] = []string{"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"}
		if asked := r.Header.Get("Access-Control-Request-Headers"); asked != "" {
			headers["access-control-allow-headers"] = []string{asked}
		}
		headers["access-control-max-age"] = []string{"3600"}
	}
	rw.WriteHeader(http.StatusNoContent)
	return true
}

// Bodies up to this size are read before a service is asked, where the client does not say how long they are.
const readable = 1 << 20

func (g *gate) limit(rw http.ResponseWriter, r *http.Request) bool {
	most := g.config.MaxBody
	if most <= 0 || r.Body == nil {
		return true
	}
	if r.ContentLength > most {
		return false
	}
	if r.ContentLength >= 0 {
		return true
	}
	if most > readable {
		r.Body = http.MaxBytesReader(rw, r.Body, most)
		return true
	}
	read, err := io.ReadAll(io.LimitReader(r.Body, most+1))
	if err != nil || int64(len(read)) > most {
		return false
	}
	r.Body = io.NopCloser(bytes.NewReader(read))
	r.ContentLength = int64(len(read))
	r.TransferEncoding = nil
	r.Header.Set("Content-Length", strconv.Itoa(len(read)))
	return true
}

func (g *gate) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if g.config.Challenges != "" {
		name := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		text, err := os.ReadFile(g.config.Challenges + "/.well-known/acme-challenge/" + name)
		if !challenge.MatchString(name) || err != nil {
			rw.WriteHeader(http.StatusNotFound)
			return
		}
		rw.Header().Set("Content-Type", "text/plain")
		_, _ = rw.Write(text)
		return
	}
	if name := g.config.Correlation; name != "" {
		id := r.Header.Get(name)
		if !fit.MatchString(id) {
			id = identity()
		}
		r.Header.Set(name, id)
		rw.Header()[strings.ToLower(name)] = []string{id}
	}
	address := g.client(r)
	if len(g.allowed) > 0 && (address == nil || !within(g.allowed, address)) {
		answer(rw, http.StatusForbidden, "forbidden", "this address may not pass")
		return
	}
	if len(g.config.Origins) > 0 && g.origins(rw, r) {
		return
	}
	if g.config.Status != 0 {
		rw.WriteHeader(g.config.Status)
		return
	}
	for _, name := range g.config.Clear {
		r.Header.Del(name)
	}
	// Else Go asks for gzip itself and unpacks it, and an answer loses its length and its ETag.
	if r.Header.Get("Accept-Encoding") == "" {
		r.Header.Set("Accept-Encoding", "identity")
	}
	if address != nil {
		r.Header.Set("X-Real-Ip", address.String())
	}
	if g.key != nil {
		if refusal := g.refusal(r); refusal != "" {
			rw.Header().Set("WWW-Authenticate", "Bearer")
			answer(rw, http.StatusUnauthorized, "unauthorized", refusal)
			return
		}
		r.Header.Set(g.config.Verified, g.config.Issuer)
	}
	if !g.limit(rw, r) {
		rw.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	g.next.ServeHTTP(rw, r)
}
`;

/** The plugin's files, by their absolute paths in Traefik's container. */
export const pluginFiles: Readonly<Record<string, string>> = {
  [`${pluginFolder}/.traefik.yml`]: manifest,
  [`${pluginFolder}/ingress.go`]: source,
  [`${pluginFolder}/tokens.go`]: tokenSource,
};
