/** The check of a bearer token, as the plugin's second file. */
export const tokenSource = `package ingress

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
)

func claims(part string) (map[string]interface{}, error) {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return nil, err
	}
	found := map[string]interface{}{}
	if err := json.Unmarshal(text, &found); err != nil {
		return nil, err
	}
	if found == nil {
		return nil, errors.New("no object")
	}
	return found, nil
}

func (g *gate) refusal(r *http.Request) string {
	given := r.Header.Values("Authorization")
	if len(given) == 0 {
		return "a bearer token is needed"
	}
	if len(given) > 1 {
		return "there is more than one Authorization header"
	}
	words := strings.Split(given[0], " ")
	if len(words) != 2 || strings.ToLower(words[0]) != "bearer" {
		return "a bearer token is needed"
	}
	parts := strings.Split(words[1], ".")
	if len(parts) != 3 || parts[2] == "" {
		return "the token is malformed"
	}
	header, err := claims(parts[0])
	if err != nil {
		return "the token is malformed"
	}
	payload, err := claims(parts[1])
	if err != nil {
		return "the token is malformed"
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return "the token is malformed"
	}
	// The token never chooses how it is checked.
	if algorithm, ok := header["alg"].(string); !ok || algorithm != "RS256" {
		return "the token is not signed with RS256"
	}
	if _, ok := header["crit"]; ok {
		return "the token asks for extensions"
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if rsa.VerifyPKCS1v15(g.key, crypto.SHA256, sum[:], signature) != nil {
		return "the signature does not fit"
	}
	now := float64(time.Now().UnixNano()) / 1e9
	if issuer, ok := payload["iss"].(string); !ok || issuer != g.config.Issuer {
		return "the token has another issuer"
	}
	ends, ok := payload["exp"].(float64)
	if !ok {
		return "the token never expires"
	}
	if ends <= now {
		return "the token has expired"
	}
	if begins, ok := payload["nbf"]; ok {
		from, number := begins.(float64)
		if !number {
			return "the token is malformed"
		}
		if from > now {
			return "the token is not valid yet"
		}
	}
	return ""
}
`;
